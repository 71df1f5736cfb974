import { Problem } from '@hawser/core';
import type { SetupState } from '../features/setup/setup-state.ts';
import type { ApiApp } from '../http/api-app.ts';

/** Until the installation is set up, refuses everything but what is needed to set it up. */
export function addSetupGate(app: ApiApp, setupState: SetupState): void {
  app.addHook('onRequest', async (request) => {
    if (request.is404 || request.routeOptions.config.beforeSetup === true || (await setupState.isDone())) return;
    throw new Problem('setup-required', 'This installation is not set up yet.', {
      hint: 'Open the set-up link that the program printed when it started; it is also in the file setup-token.',
    });
  });
}
