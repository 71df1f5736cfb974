import { createAdminListener, createApiRole } from '@hawser/api';
import { createBrokerRole } from '@hawser/broker';
import type { LiveEvent, LiveSink } from '@hawser/contracts/streams';
import { systemClock } from '@hawser/core';
import { createMetrics, type Lifecycle, type LogConfig, type Logger } from '@hawser/platform';
import { openEmbeddedLog, openEmbeddedLogReader } from '@hawser/queue/embedded-log';
