import { setTimeout as sleep } from 'node:timers/promises';
import type { MessagePort } from 'node:worker_threads';
import type { Engine } from './engine.ts';
import { createHousekeeping } from './housekeeping.ts';
import type { Command, Notice } from './messages.ts';
import { Session } from './session.ts';
import { Turns } from './turns.ts';

const HOUSEKEEPING_INTERVAL_MS = 1000;
/** How long a client may take to end its transaction when the database is being closed. */
const CLOSE_DEADLINE_MS = 5000;
/** A client waits for its answer, so more than this are a flood. */
const MAX_WAITING = 10_000;

export interface ServerDeps {
  readonly engine: Engine;
  readonly silentTransactionMs: number;
}

/**
 * Serves the clients of the database thread until it is told to close.
 *
 * @param control - port to the thread that started this one
 */
export async function serve(control: MessagePort, deps: ServerDeps): Promise<void> {
  const { engine, silentTransactionMs } = deps;
  const turns = new Turns(MAX_WAITING);
  const sessions = new Set<Session>();
  const stopHousekeeping = keepHouse(engine, turns, (notice) => control.postMessage(notice));

  const connect = (port: MessagePort): void => {
    const session = new Session(port, { engine, turns, silentTransactionMs });
    sessions.add(session);
    session.start(() => sessions.delete(session));
  };

  control.postMessage({ type: 'ready' } satisfies Notice);
  await new Promise<void>((resolve) => {
    control.on('message', (command: Command) => {
      if (command.type === 'connect') connect(command.port);
      else resolve();
    });
  });
  stopHousekeeping();
  await endSessions(turns, sessions);
  await engine.close();
}

/** Waits for the work that is in progress, then takes the turn for good. */
async function endSessions(turns: Turns, sessions: Set<Session>): Promise<void> {
  await Promise.race([turns.take(), sleep(CLOSE_DEADLINE_MS)]);
  await Promise.all([...sessions].map((session) => session.close()));
}

/** Looks every second; the turn is taken in between the clients'. A second without a client is idle. */
function keepHouse(engine: Engine, turns: Turns, tell: (notice: Notice) => void): () => void {
  const housekeeping = createHousekeeping(engine);
  let working = false;
  let givenBefore = 0;
  const step = async (): Promise<void> => {
    if (working) return;
    working = true;
    let release = (): void => undefined;
    try {
      const idle = turns.given === givenBefore;
      release = await turns.take();
      await housekeeping.step(idle, Date.now());
    } catch (error) {
      tell({ type: 'housekeeping-failed', reason: error instanceof Error ? error.message : String(error) });
    } finally {
      givenBefore = turns.given;
      release();
      working = false;
    }
  };
  const timer = setInterval(() => void step(), HOUSEKEEPING_INTERVAL_MS);
  return () => clearInterval(timer);
}
