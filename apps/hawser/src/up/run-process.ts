import { Writable } from 'node:stream';
import type { LicenceText } from '@hawser/api';
import { createLogger, Lifecycle } from '@hawser/platform';
import type { RoleName } from '../compose/roles.ts';
import { type System, startSystem } from '../compose/system.ts';
import type { DemoDeps } from '../demo/demo.ts';
import { banner, setupInvitation } from './banner.ts';
import { claimDataFolder } from './data-folder.ts';
import { ensurePortsFree } from './ports.ts';
import { bundledFiles } from './program-files.ts';
import type { UpSettings } from './settings.ts';
import { SetupToken } from './setup-token.ts';
import { StatusLine } from './status-line.ts';
import { stopOnSignals } from './stop-on-signals.ts';

const REDRAW_MS = 500;
const PLAIN_STATUS_MS = 30_000;
const EMPTY = { agentsOnline: 0, receivedPerSecond: 0, storedPerSecond: 0, rejected: 0, queued: 0 };

/**
 * Runs roles until a signal ends the process.
 *
 * @param readLicence - reads the licence as it is set now; it may be replaced meanwhile
 * @throws StartupError when something outside the program stops the start; what was started is undone
 */
export async function runProcess(
  roles: ReadonlySet<RoleName>,
  settings: UpSettings,
  readLicence: () => LicenceText,
): Promise<void> {
  const lifecycle = new Lifecycle();
  let system: System | undefined;
  const status = new StatusLine({
    output: process.stdout,
    sample: () => system?.status() ?? EMPTY,
    redrawMs: REDRAW_MS,
    plainMs: PLAIN_STATUS_MS,
  });
  const logDestination = aboveStatusLine(status);
  const logConfig = { level: settings.logLevel };
  const log = createLogger(logConfig, logDestination);
  const end = stopOnSignals({ lifecycle, status, log });
  try {
    await ensurePortsFree(settings.host, wantedPorts(roles, settings));
    // Ingestion alone keeps nothing on the disk, so several may run in one folder.
    const folder = roles.has('intake') || roles.has('api') ? await claimDataFolder(settings.dataDir) : null;
    if (folder !== null) lifecycle.onStop('data folder', () => folder.release());
    const setupToken = folder === null ? null : new SetupToken(folder.setupToken);
    system = await startSystem({
      ...{ roles, settings, folder, setupToken, readLicence, files: bundledFiles() },
      ...{ logConfig, logDestination, log, lifecycle, onFailure: end.fail },
    });
    const token = setupToken === null ? null : await prepareSetup(system, setupToken, settings.setupToken);
    status.print(banner(system, folder?.path ?? null));
    if (folder !== null) await inviteIn(token, { settings, folder, system, status, lifecycle, log });
    status.start();
  } catch (error) {
    await lifecycle.stop();
    throw error;
  }
}

function wantedPorts(roles: ReadonlySet<RoleName>, settings: UpSettings) {
  const { port, mqttPort, mqttWsPort, adminPort, mqttBrokerUrl } = settings;
  const service = {
    port,
    purpose: roles.has('api') ? 'dashboard and API' : 'probes and metrics',
    remedy: '--port or PORT',
  };
  const admin = { port: adminPort, purpose: 'probes and metrics', remedy: 'HAWSER_ADMIN_PORT' };
  const broker = [
    { port: mqttPort, purpose: 'MQTT', remedy: '--mqtt-port or MQTT_PORT' },
    { port: mqttWsPort, purpose: 'MQTT over WebSocket', remedy: '--mqtt-ws-port or MQTT_WS_PORT' },
  ];
  const hasBroker = roles.has('intake') && mqttBrokerUrl === '';
  return [service, ...(hasBroker ? broker : []), ...(roles.has('api') ? [admin] : [])];
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
async function prepareSetup(system: System, setupToken: SetupToken, preset: string): Promise<string | null> {
  if (!(await system.isSetUp())) return setupToken.ensure(preset);
  setupToken.discard();
  return null;
}

interface FirstUse extends Omit<DemoDeps, 'apiUrl' | 'mqttUrl' | 'database'> {
  readonly settings: UpSettings;
  readonly system: System;
}

/** Says how to get in: a set-up link on the first run, or the demo, which sets itself up. */
async function inviteIn(token: string | null, { settings, system, ...use }: FirstUse): Promise<void> {
  const { apiUrl, mqttUrl, database } = system;
  if (apiUrl === null) return;
  // The demo's agents connect to the built-in broker: another one would have to know their passwords. Who has a
  // certificate is past trying it out.
  const demo =
    settings.demo && mqttUrl !== null && settings.tlsCertFile === '' ? { ...use, apiUrl, mqttUrl, database } : null;
  if (demo === null) {
    if (token !== null) use.status.print(setupInvitation(apiUrl, token));
    return;
  }
  const { continueDemo, startDemo } = await import('../demo/demo.ts');
  if (token === null) await continueDemo(demo);
  else await startDemo(demo, token);
}
