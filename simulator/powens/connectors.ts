/** A bank connection, as far as payments need it. */
export interface Connector {
  readonly uuid: string;
  readonly name: string;
  readonly cancellationAvailable: boolean;
}

/** The real test connector's uuid (guide "Validating your implementation with the test connector"). */
export const TEST_CONNECTOR: Connector = {
  uuid: '338178e6-3d01-564f-9a7b-52ca442459bf',
  name: 'Simulated bank',
  cancellationAvailable: true,
};

export const CONNECTOR_WITHOUT_CANCELLATION: Connector = {
  uuid: '00000000-0000-4000-8000-00000000dead',
  name: 'Simulated bank without cancellation',
  cancellationAvailable: false,
};

const CONNECTORS: readonly Connector[] = [TEST_CONNECTOR, CONNECTOR_WITHOUT_CANCELLATION];

export function findConnector(uuid: string): Connector | undefined {
  return CONNECTORS.find((connector) => connector.uuid === uuid);
}
