import { AGENT_NAME } from '@hawser/core';
import { type Static, Type } from 'typebox';
import { Agent } from './agents.ts';
import {
  AccountParam,
  AccountParams,
  Id,
  IdempotencyHeaders,
  IfMatchHeaders,
  ListQuery,
  NoContent,
  Page,
  Timestamp,
} from './common.ts';

export const Fleet = Type.Object(
  {
    id: Id,
    name: Type.String(),
    account: Type.String({ description: 'name of the account it belongs to' }),
    description: Type.String(),
    agents: Type.Integer({ description: 'how many agents are in it' }),
    created_at: Timestamp,
    updated_at: Timestamp,
  },
  { title: 'Fleet' },
);
export type Fleet = Static<typeof Fleet>;

const Description = Type.String({ maxLength: 1000 });

const CreateFleetBody = Type.Object(
  {
    name: Type.String({
      pattern: AGENT_NAME.source,
      description: '1 to 64 letters, digits and `._:-`; unique in the account, and never changed',
    }),
    description: Type.Optional(Description),
  },
  { additionalProperties: false, title: 'CreateFleet' },
);

const UpdateFleetBody = Type.Object(
  { description: Description },
  { additionalProperties: false, title: 'UpdateFleet' },
);

const AddAgentsBody = Type.Object(
  {
    agents: Type.Array(Type.String({ minLength: 1, maxLength: 64, description: 'name or id of an agent' }), {
      minItems: 1,
      maxItems: 1000,
      uniqueItems: true,
    }),
  },
  { additionalProperties: false, title: 'AddAgentsToFleet' },
);

export const FleetParams = Type.Object({
  account: AccountParam,
  fleet: Type.String({ minLength: 1, maxLength: 64, description: 'name or id of the fleet' }),
});

const FleetAgentParams = Type.Object({
  ...FleetParams.properties,
  agent: Type.String({ minLength: 1, maxLength: 64, description: 'name or id of the agent' }),
});

const tags = ['Fleets'];

export const fleetOperations = {
  list: {
    operationId: 'listFleets',
    summary: 'List the fleets',
    tags,
    params: AccountParams,
    querystring: ListQuery,
    response: { 200: Page('FleetPage', Fleet) },
  },
  create: {
    operationId: 'createFleet',
    summary: 'Create a fleet',
    tags,
    params: AccountParams,
    headers: IdempotencyHeaders,
    body: CreateFleetBody,
    response: { 201: Fleet },
  },
  read: {
    operationId: 'getFleet',
    summary: 'Read one fleet',
    tags,
    params: FleetParams,
    response: { 200: Fleet },
  },
  update: {
    operationId: 'updateFleet',
    summary: 'Change a fleet',
    tags,
    params: FleetParams,
    headers: IfMatchHeaders,
    body: UpdateFleetBody,
    response: { 200: Fleet },
  },
  remove: {
    operationId: 'deleteFleet',
    summary: 'Delete a fleet and what was granted for it; its agents stay',
    tags,
    params: FleetParams,
    headers: IfMatchHeaders,
    response: { 204: NoContent },
  },
  listAgents: {
    operationId: 'listFleetAgents',
    summary: 'List the agents of a fleet',
    tags,
    params: FleetParams,
    querystring: ListQuery,
    response: { 200: Page('AgentPage', Agent) },
  },
  addAgents: {
    operationId: 'addAgentsToFleet',
    summary: 'Put agents into a fleet; those that are in it already stay',
    tags,
    params: FleetParams,
    body: AddAgentsBody,
    response: { 200: Fleet },
  },
  removeAgent: {
    operationId: 'removeAgentFromFleet',
    summary: 'Take an agent out of a fleet',
    tags,
    params: FleetAgentParams,
    response: { 204: NoContent },
  },
} as const;
