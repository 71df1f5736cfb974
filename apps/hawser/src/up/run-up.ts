import { existsSync } from 'node:fs';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { createLogger, Lifecycle } from '@hawser/platform';
import { continueDemo, type DemoDeps, startDemo } from '../demo/demo.ts';
import { type Embedded, type EmbeddedFiles, startEmbedded } from '../embedded/embedded.ts';
import { banner, setupInvitation } from './banner.ts';
import { claimDataFolder } from './data-folder.ts';
import { ensurePortsFree } from './ports.ts';
import type { UpSettings } from './settings.ts';
import { SetupToken } from './setup-token.ts';
import { StatusLine } from './status-line.ts';
import { stopOnSignals } from './stop-on-signals.ts';

const REDRAW_MS = 500;
const PLAIN_STATUS_MS = 30_000;
const EMPTY = { agentsOnline: 0, receivedPerSecond: 0, storedPerSecond: 0, rejected: 0, queued: 0 };

/**
 * Runs the embedded shape until a signal ends it.
 *
 * @throws StartupError when something outside the program stops the start; what was started is undone
 */
export async function runUp(settings: UpSettings): Promise<void> {
  const lifecycle = new Lifecycle();
  let embedded: Embedded | undefined;
  const status = new StatusLine({
    output: process.stdout,
    sample: () => embedded?.status() ?? EMPTY,
    redrawMs: REDRAW_MS,
    plainMs: PLAIN_STATUS_MS,
  });
  const logDestination = aboveStatusLine(status);
  const logConfig = { level: settings.logLevel };
  const log = createLogger(logConfig, logDestination);
  const end = stopOnSignals({ lifecycle, status, log });
  try {
    await ensurePortsFree(settings.host, wantedPorts(settings));
    const folder = await claimDataFolder(settings.dataDir);
    lifecycle.onStop('data folder', () => folder.release());
    const setupToken = new SetupToken(folder.setupToken);
    embedded = await startEmbedded({
      settings,
      folder,
      files: bundledFiles(),
      setupToken,
      logConfig,
      logDestination,
      log,
      lifecycle,
      onFailure: end.fail,
    });
    const token = await prepareSetup(embedded, setupToken, settings.setupToken);
    status.print(banner(embedded, folder.path));
    await inviteIn(token, { settings, folder, embedded, status, lifecycle, log });
    status.start();
  } catch (error) {
    await lifecycle.stop();
    throw error;
  }
}

function wantedPorts({ port, mqttPort, mqttWsPort, adminPort }: UpSettings) {
  return [
    { port, purpose: 'dashboard and API', remedy: '--port or PORT' },
    { port: mqttPort, purpose: 'MQTT', remedy: '--mqtt-port or MQTT_PORT' },
    { port: mqttWsPort, purpose: 'MQTT over WebSocket', remedy: '--mqtt-ws-port or MQTT_WS_PORT' },
    { port: adminPort, purpose: 'probes and metrics', remedy: 'HAWSER_ADMIN_PORT' },
  ];
}

/** The other entries of the bundle lie beside this one; the dashboard is built in its own folder. */
function bundledFiles(): EmbeddedFiles {
  const dashboard = fileURLToPath(new URL('../../dashboard/dist', import.meta.url));
  return {
    databaseTemplate: fileURLToPath(new URL('./database-template.tgz', import.meta.url)),
    databaseThread: new URL('./pglite-worker.js', import.meta.url),
    ingestionThread: new URL('./ingestion-thread.js', import.meta.url),
    dashboard: existsSync(dashboard) ? dashboard : null,
  };
}

function aboveStatusLine(status: StatusLine): Writable {
  return new Writable({
    decodeStrings: false,
    write: (chunk, _encoding, done) => {
      status.interrupt(() => process.stderr.write(chunk));
      done();
    },
  });
}

/** The token of an installation that is not set up yet; whoever sees the addresses can rely on its file. */
async function prepareSetup(embedded: Embedded, setupToken: SetupToken, preset: string): Promise<string | null> {
  if (!(await embedded.isSetUp())) return setupToken.ensure(preset);
  setupToken.discard();
  return null;
}

interface FirstUse extends DemoDeps {
  readonly settings: UpSettings;
}

/** Says how to get in: a set-up link on the first run, or the demo, which sets itself up. */
async function inviteIn(token: string | null, use: FirstUse): Promise<void> {
  const { settings, embedded, status } = use;
  if (token === null) {
    if (settings.demo) await continueDemo(use);
  } else if (settings.demo) await startDemo(use, token);
  else status.print(setupInvitation(embedded.apiUrl, token));
}
