/** What an agent needs to publish, as the API gives it once. */
export interface AgentAccess {
  readonly id: string;
  readonly name: string;
  /** Name of its account, a level of its topics. */
  readonly account: string;
  readonly mqtt: MqttAccess;
}

export interface MqttAccess {
  readonly url: string;
  readonly clientId: string;
  readonly username: string;
  readonly password: string;
}
