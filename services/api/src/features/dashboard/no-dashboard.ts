import type { FastifyReply, FastifyRequest } from 'fastify';

const TEXT = `Hawser is running, but its dashboard is not built.

Build it with:  npm run build
Then start again. The interface works without it: its documentation is at /docs once the installation is set up.
`;

/** `GET /` when there is no dashboard. */
export async function noDashboard(_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  return reply.type('text/plain; charset=utf-8').header('cache-control', 'no-cache').send(TEXT);
}
