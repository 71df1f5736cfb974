import { AGENT_NAME } from '@hawser/core';
import { type Static, Type } from 'typebox';
import {
  AccountParam,
  AccountParams,
  Id,
  IdempotencyHeaders,
  IfMatchHeaders,
  NoContent,
  Nullable,
  Page,
  PageQuery,
  Timestamp,
} from './common.ts';

export const AgentName = Type.String({
  pattern: AGENT_NAME.source,
  description: '1 to 64 letters, digits and `._:-`; unique in the account, and a level of its MQTT topics',
});

const Description = Type.String({ maxLength: 1000 });
const Tags = Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 32, uniqueItems: true });

export const Agent = Type.Object(
  {
    id: Id,
    name: Type.String(),
    account: Type.String({ description: 'name of the account it belongs to' }),
    description: Type.String(),
    tags: Type.Array(Type.String()),
    disabled: Type.Boolean({ description: 'a disabled agent cannot connect' }),
    online: Type.Boolean(),
    connected_at: Nullable(Timestamp),
    disconnected_at: Nullable(Timestamp),
    last_message_at: Nullable(Timestamp),
    created_at: Timestamp,
    updated_at: Timestamp,
  },
  { title: 'Agent' },
);
export type Agent = Static<typeof Agent>;

export const MqttAccess = Type.Object(
  {
    url: Type.String({ description: 'address of the broker' }),
    client_id: Type.String({ description: 'the MQTT client id to use: the id of the agent' }),
    username: Type.String(),
    password: Type.String({ description: 'shown this once' }),
  },
  { title: 'MqttAccess' },
);
export type MqttAccess = Static<typeof MqttAccess>;

export const AgentCredentials = Type.Object(
  { id: Id, name: Type.String(), account: Type.String(), mqtt: MqttAccess },
  { title: 'AgentCredentials' },
);
export type AgentCredentials = Static<typeof AgentCredentials>;

const CreateAgentBody = Type.Object(
  { name: AgentName, description: Type.Optional(Description), tags: Type.Optional(Tags) },
  { additionalProperties: false, title: 'CreateAgent' },
);

const UpdateAgentBody = Type.Object(
  { description: Type.Optional(Description), tags: Type.Optional(Tags), disabled: Type.Optional(Type.Boolean()) },
  { additionalProperties: false, minProperties: 1, title: 'UpdateAgent' },
);

export const AgentParams = Type.Object({
  account: AccountParam,
  agent: Type.String({ minLength: 1, maxLength: 64, description: 'name or id of the agent' }),
});

const AgentQuery = Type.Object(
  {
    ...PageQuery,
    search: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'part of the name' })),
  },
  { additionalProperties: false },
);

const tags = ['Agents'];

export const agentOperations = {
  list: {
    operationId: 'listAgents',
    summary: 'List the agents',
    tags,
    params: AccountParams,
    querystring: AgentQuery,
    response: { 200: Page('AgentPage', Agent) },
  },
  create: {
    operationId: 'createAgent',
    summary: 'Create an agent and its MQTT credentials',
    tags,
    params: AccountParams,
    headers: IdempotencyHeaders,
    body: CreateAgentBody,
    response: { 201: AgentCredentials },
  },
  read: {
    operationId: 'getAgent',
    summary: 'Read one agent',
    tags,
    params: AgentParams,
    response: { 200: Agent },
  },
  update: {
    operationId: 'updateAgent',
    summary: 'Change an agent; disabling it ends its connection',
    tags,
    params: AgentParams,
    headers: IfMatchHeaders,
    body: UpdateAgentBody,
    response: { 200: Agent },
  },
  remove: {
    operationId: 'deleteAgent',
    summary: 'Delete an agent and its readings',
    tags,
    params: AgentParams,
    headers: IfMatchHeaders,
    response: { 204: NoContent },
  },
  issueCredentials: {
    operationId: 'issueAgentCredentials',
    summary: 'Issue new MQTT credentials; the old ones stop working at once',
    tags,
    params: AgentParams,
    response: { 201: AgentCredentials },
  },
} as const;
