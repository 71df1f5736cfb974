import type { ownSecurityOperations } from '@hawser/contracts/http';
import { toString as drawQr } from 'qrcode';
import { namedUser } from '../../audit/actor-of.ts';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { ownSessionOf } from '../../http/context-of.ts';

/** `POST /v1/me/totp`: makes a secret and shows it, this once. */
export function enrolSecondFactor({ secondFactor }: ApiContext): Handler<typeof ownSecurityOperations.enrol> {
  return async (request, reply) => {
    const { userId, email } = ownSessionOf(request);
    request.audit.on(namedUser({ id: userId, email }));
    const { secret, uri } = await secondFactor.enrol(userId, email, request.audit);
    reply.header('cache-control', 'no-store');
    return reply.code(201).send({ secret, uri, qr: await qrDataUri(uri) });
  };
}

async function qrDataUri(text: string): Promise<string> {
  const svg = await drawQr(text, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 });
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}
