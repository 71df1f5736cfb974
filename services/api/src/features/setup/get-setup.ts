import type { setupOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';

/** `GET /v1/setup`: what a dashboard asks first. */
export function getSetup({ setupState }: ApiContext): Handler<typeof setupOperations.state> {
  return async () => ({ required: !(await setupState.isDone()) });
}
