import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { ApiConfig } from '../config.ts';
import type { ApiApp } from '../http/api-app.ts';
import { completeDocument } from './complete-document.ts';

const DESCRIPTION = `The REST interface of Hawser.

Everything belongs to an account: paths begin with \`/v1/{account}\`, where \`_\` is your own and a name or id any account
in your reach. What is out of reach answers 404. Lists are paged with \`limit\` and \`cursor\`. Errors are problem
documents (RFC 9457) with a stable \`code\`.`;

/** Collects the document from the schemas of the routes that are registered after it. */
export async function addOpenApi(app: ApiApp, config: ApiConfig): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Hawser', description: DESCRIPTION, version: config.version, license: { name: 'Apache-2.0' } },
      components: { securitySchemes: { accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    },
    transform: ({ schema, url, route }) => {
      const permission = route.config?.permission;
      const open = permission !== undefined && typeof permission === 'object' && 'public' in permission;
      return { schema: { ...schema, security: open ? [] : [{ accessToken: [] }] }, url };
    },
    transformObject: (input) =>
      'openapiObject' in input ? completeDocument(input.openapiObject) : input.swaggerObject,
  });
}

/** `/docs` and `/openapi.json`; the page loads nothing from elsewhere. */
export async function addApiDocs(app: ApiApp): Promise<void> {
  await app.register(async (docs) => {
    docs.addHook('onRoute', (route) => {
      route.config = { ...route.config, permission: { public: 'documentation' } };
    });
    docs.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
    await docs.register(swaggerUi, {
      routePrefix: '/docs',
      transformStaticCSP: allowStyleElements,
      uiConfig: { deepLinking: true, persistAuthorization: false, tryItOutEnabled: true, validatorUrl: null },
    });
  });
}

/** The documentation page makes style elements; the other pages stay without them. */
function allowStyleElements(policy: string): string {
  return policy.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");
}
