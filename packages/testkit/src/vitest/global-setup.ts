import { offerSharedServer, SHARED_SERVER_VARIABLE } from '../database/shared-server.ts';
import { makeTempRoot, removeTree, sweepTempRoots, TEMP_ROOT_VARIABLE } from '../temp-dir.ts';

/** Runs once around all tests of a project, in vitest's main process: one temporary root, one PostgreSQL on demand. */
export async function setup(): Promise<() => Promise<void>> {
  sweepTempRoots();
  const root = makeTempRoot();
  process.env[TEMP_ROOT_VARIABLE] = root;
  const shared = await offerSharedServer(root);
  process.env[SHARED_SERVER_VARIABLE] = shared.path;
  return async () => {
    await shared.close();
    removeTree(root);
  };
}
