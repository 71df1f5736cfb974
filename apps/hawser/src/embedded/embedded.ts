import { mkdirSync } from 'node:fs';
import { type ApiRole, createAdminListener, createApiRole, type Readiness } from '@hawser/api';
import { createBrokerRole } from '@hawser/broker';
import { systemClock } from '@hawser/core';
import { createMetrics, type Lifecycle, type LogConfig, type Logger } from '@hawser/platform';
import { openEmbeddedLog, openEmbeddedLogReader } from '@hawser/queue/embedded-log';
import { createSchedulerRole } from '@hawser/scheduler';
import {
  createAgentRepository,
  createCredentialRepository,
  createIntakeLedger,
  createMaintenance,
  createPresenceRepository,
  type Database,
} from '@hawser/storage';
import type { DataFolder } from '../up/data-folder.ts';
import type { UpSettings } from '../up/settings.ts';
import type { SetupToken } from '../up/setup-token.ts';
import type { Status } from '../up/status-line.ts';
import { VERSION } from '../version.ts';
import { openDatabase } from './database.ts';
import { IngestionHost } from './ingestion-host.ts';
import { telemetryLimits } from './limits.ts';
import { QUEUE_NAME } from './queue-name.ts';
import { Rates } from './rates.ts';
