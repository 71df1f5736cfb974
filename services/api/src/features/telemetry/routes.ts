import { telemetryOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { ApiApp } from '../../http/api-app.ts';
import { latestReadings } from './latest-readings.ts';
import { listSeries } from './list-series.ts';
import { queryReadings } from './query-readings.ts';

export function addTelemetryRoutes(app: ApiApp, context: ApiContext): void {
  app.route({
    method: 'GET',
    url: '/v1/:account/series',
    schema: telemetryOperations.series,
    config: { permission: 'telemetry:read', perAgent: true },
    handler: listSeries(context),
  });
  app.route({
    method: 'GET',
    url: '/v1/:account/readings',
    schema: telemetryOperations.readings,
    config: { permission: 'telemetry:read', perAgent: true },
    handler: queryReadings(context),
  });
  app.route({
    method: 'GET',
    url: '/v1/:account/latest',
    schema: telemetryOperations.latest,
    config: { permission: 'telemetry:read', perAgent: true },
    handler: latestReadings(context),
  });
}
