import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { initialiseFolder } from './data-folder.ts';
import { openEngine } from './engine.ts';
import type { Notice, WorkerSettings } from './messages.ts';
import { serve } from './server.ts';

/** Entry of the database thread: PGlite computes without ever giving way, so it has a thread to itself. */
async function main(control: MessagePort, settings: WorkerSettings): Promise<void> {
  const fail = (reason: string): never => {
    control.postMessage({ type: 'failed', reason } satisfies Notice);
    // Ends this thread only. The WASM code must not run on after a PANIC: its memory is in no known state.
    process.exit(1);
  };
  try {
    const { dataDir, template, task } = settings;
    if (dataDir !== null && task !== 'serve') await initialiseFolder(dataDir, template);
    if (task !== 'initialise') await open(control, settings, fail);
    control.postMessage({ type: 'closed' } satisfies Notice);
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error));
  }
  process.exit(0);
}

async function open(control: MessagePort, settings: WorkerSettings, onFatal: (reason: string) => void): Promise<void> {
  const { dataDir, template, silentTransactionMs } = settings;
  const engine = await openEngine({ dataDir, template, onFatal });
  await serve(control, { engine, silentTransactionMs });
}

if (parentPort === null) throw new Error('This file is the entry of a worker thread.');
await main(parentPort, workerData as WorkerSettings);
