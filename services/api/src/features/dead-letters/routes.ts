import { deadLetterOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { ApiApp } from '../../http/api-app.ts';
import { deleteDeadLetter } from './delete-dead-letter.ts';
import { getDeadLetter } from './get-dead-letter.ts';
import { listDeadLetters } from './list-dead-letters.ts';
import { replayDeadLetter } from './replay-dead-letter.ts';

export function addDeadLetterRoutes(app: ApiApp, context: ApiContext): void {
  app.route({
    method: 'GET',
    url: '/v1/:account/dead-letters',
    schema: deadLetterOperations.list,
    config: { permission: 'telemetry:read' },
    handler: listDeadLetters(context),
  });
  app.route({
    method: 'GET',
    url: '/v1/:account/dead-letters/:id',
    schema: deadLetterOperations.read,
    config: { permission: 'telemetry:read' },
    handler: getDeadLetter(context),
  });
  app.route({
    method: 'POST',
    url: '/v1/:account/dead-letters/:id/replay',
    schema: deadLetterOperations.replay,
    config: { permission: 'telemetry:write', audit: 'dead_letter.replay' },
    handler: replayDeadLetter(context),
  });
  app.route({
    method: 'DELETE',
    url: '/v1/:account/dead-letters/:id',
    schema: deadLetterOperations.remove,
    config: { permission: 'telemetry:delete', audit: 'dead_letter.delete' },
    handler: deleteDeadLetter(),
  });
}
