import { Command } from 'commander';

/** `hawser queue`: shows how the queue is worked off. */
export function queueCommand(): Command {
  return new Command('queue')
    .description('Show what waits in the queue, shard by shard, and who works it off (DATABASE_URL, REDIS_URL).')
    .option('--json', 'one JSON document in place of tables', false)
    .allowExcessArguments(false)
    .addHelpText('after', '\nExit codes: 0 done, 1 refused by a server, 2 a setting is wrong, 3 not reachable.')
    .action(async ({ json }: { readonly json: boolean }) => {
      const { runQueue } = await import('./run-queue.ts');
      const say = (line: string) => process.stdout.write(`${line}\n`);
      const complain = (line: string) => process.stderr.write(`${line}\n`);
      process.exitCode = await runQueue({ json }, process.env, { say, complain });
    });
}
