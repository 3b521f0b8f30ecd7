import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { SSMContactsClient } from '@aws-sdk/client-ssm-contacts';
import { SSMIncidentsClient } from '@aws-sdk/client-ssm-incidents';
import { STSClient } from '@aws-sdk/client-sts';

/** The official SDK v3 clients, pointed at a Muster. */
export interface Clients {
  incidents: SSMIncidentsClient;
  contacts: SSMContactsClient;
  events: EventBridgeClient;
  cloudwatch: CloudWatchClient;
  secrets: SecretsManagerClient;
  sns: SNSClient;
  ssm: SSMClient;
  iam: IAMClient;
  sts: STSClient;
  /** Sets their clocks by the world's, by which signatures are judged. */
  sync(): void;
  close(): void;
}

export function clientsFor(
  endpoint: string,
  key: { id: string; secret: string; sessionToken?: string },
  region: string,
  now: () => Date,
): Clients {
  const { id: accessKeyId, secret: secretAccessKey, sessionToken } = key;
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
  const options = { endpoint, region, credentials, maxAttempts: 1 };
  const clients = {
    incidents: new SSMIncidentsClient(options),
    contacts: new SSMContactsClient(options),
    events: new EventBridgeClient(options),
    cloudwatch: new CloudWatchClient(options),
    secrets: new SecretsManagerClient(options),
    sns: new SNSClient(options),
    ssm: new SSMClient(options),
    iam: new IAMClient(options),
    sts: new STSClient(options),
  };
  const each = Object.values(clients);
  const sync = () => {
    for (const client of each) client.config.systemClockOffset = now().getTime() - Date.now();
  };
  sync();
  return {
    ...clients,
    sync,
    close() {
      for (const client of each) client.destroy();
    },
  };
}
