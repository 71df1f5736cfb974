import { systemClock } from '@hawser/core';
import { ConfigurationError, type Environment, type SettingValues } from '@hawser/platform';
import { parseRedisAddress, type RedisConnectionConfig } from '@hawser/queue/redis-streams';
import { redisConnection } from '../compose/redis-connection.ts';
import { withDatabase } from '../db/connect.ts';
import { EXIT } from '../db/exit-codes.ts';
import { type Failure, failureOf } from '../db/failure.ts';
import type { Output } from '../db/run-db.ts';
import { readOwnSettings } from '../db/settings.ts';
import { databaseServer, redis } from '../up/scale-settings.ts';
import { queueDocument } from './queue-document.ts';
import { type QueueReport, readQueue } from './read-queue.ts';
import { RedisAway, RedisRefused, withRedis } from './redis-session.ts';
import { renderQueue } from './render-queue.ts';

const SETTINGS = { ...databaseServer, ...redis };

const EMBEDDED =
  'REDIS_URL is not set: the queue is a log in the data folder, which the running program alone may read. It shows what ' +
  'waits in its status line (queued) and at /metrics of its admin listener.';

/**
 * Shows the queue. Expected failures become one line each and an exit code; anything else is a bug, and is thrown.
 *
 * @returns the exit code
 */
export async function runQueue(
  { json }: { readonly json: boolean },
  env: Environment,
  { say, complain }: Output,
): Promise<number> {
  try {
    const settings = readOwnSettings(SETTINGS, env);
    const connection = redisConnection(settings);
    if (connection === null) say(json ? JSON.stringify({ kind: 'embedded', hint: EMBEDDED }) : EMBEDDED);
    else {
      const report = await readReport(settings, connection);
      say(json ? JSON.stringify(queueDocument(report), null, 2) : renderQueue(report));
    }
    return EXIT.done;
  } catch (error) {
    const failure = redisFailure(error) ?? failureOf(error);
    if (failure === null) throw error;
    complain(failure.line);
    return failure.code;
  }
}

function readReport(settings: SettingValues<typeof SETTINGS>, connection: RedisConnectionConfig): Promise<QueueReport> {
  checkAddress(connection.url);
  const { databaseUrl: url, databaseStatementTimeoutMs: statementTimeoutMs } = settings;
  return withDatabase({ url, setting: 'DATABASE_URL', statementTimeoutMs }, (database) =>
    withRedis(connection, (ask) => readQueue(settings, { database, ask, clock: systemClock })),
  );
}

/** @throws ConfigurationError when it is no address of Redis */
function checkAddress(url: string): void {
  try {
    parseRedisAddress(url);
  } catch (error) {
    throw new ConfigurationError([`REDIS_URL: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

function redisFailure(error: unknown): Failure | null {
  if (error instanceof RedisAway) return { code: EXIT.unavailable, line: error.message };
  return error instanceof RedisRefused ? { code: EXIT.refused, line: error.message } : null;
}
