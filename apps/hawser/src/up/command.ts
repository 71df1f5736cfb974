import { ConfigurationError } from '@hawser/platform';
import { Command } from 'commander';
import { runUp } from './run-up.ts';
import { readUpSettings } from './settings.ts';
import { StartupError } from './startup-error.ts';

/** `hawser up`: the embedded shape, everything in one process. */
export function upCommand(): Command {
  return new Command('up')
    .description('Run everything in one process: broker, storage, API and dashboard.')
    .option('--data <dir>', 'folder for the database and the queue (HAWSER_DATA_DIR, default ./data)')
    .option('--host <address>', 'address to listen on (HOST, default 127.0.0.1)')
    .option('--port <port>', 'dashboard and API (PORT, default 3002)')
    .option('--mqtt-port <port>', 'MQTT over TCP (MQTT_PORT, default 1883)')
    .option('--mqtt-ws-port <port>', 'MQTT over WebSocket (MQTT_WS_PORT, default 9001)')
    .option('--no-demo', 'do not set up a demo account with simulated agents on the first run (HAWSER_DEMO=false)')
    .allowExcessArguments(false)
    .action(async (flags: Record<string, string | boolean | undefined>, command: Command) => {
      // commander defaults a negatable option to true; only what was typed may win over the environment.
      if (command.getOptionValueSource('demo') === 'default') delete flags.demo;
      await reportingStartupErrors(() => runUp(readUpSettings(process.env, flags)));
    });
}

async function reportingStartupErrors(start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    if (!(error instanceof StartupError || error instanceof ConfigurationError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
