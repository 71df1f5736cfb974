import { systemClock } from '@hawser/core';
import type { Account } from './accounting.ts';
import { connectCloud } from './cloud/connect-cloud.ts';
import { prepareLoad } from './load.ts';
import type { SimulateOptions } from './options.ts';
import { reportAccount } from './report.ts';
import { simulate } from './simulate.ts';

/** What `hawser simulate` does: sends the load and says what became of it. @throws SimulationError or CloudError */
export async function runSimulation(options: SimulateOptions, stop: AbortSignal): Promise<Account> {
  const load = await prepareLoad(options, systemClock);
  const cloud = await connectCloud(options);
  const account = await simulate(load, options, { cloud, clock: systemClock, out: process.stdout, signal: stop });
  process.stdout.write(`${reportAccount(account)}\n`);
  return account;
}
