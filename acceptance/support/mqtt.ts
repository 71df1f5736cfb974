import { connectAsync, type MqttClient } from 'mqtt';
import type { NewAgent } from './api.ts';
import type { RunningHawser } from './program.ts';

/** Connects with an agent's credentials; the client does not come back by itself. */
export function connectAgent(hawser: RunningHawser, agent: NewAgent): Promise<MqttClient> {
  return connectAsync(`mqtt://${hawser.mqttHost}:${hawser.mqttPort}`, {
    clientId: agent.mqtt.client_id,
    username: agent.mqtt.username,
    password: agent.mqtt.password,
    reconnectPeriod: 0,
    connectTimeout: 10_000,
  });
}
