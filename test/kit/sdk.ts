import { readFile } from 'node:fs/promises';
import { type Clients, clientsFor } from './world-clients.ts';

/**
 * The official SDK v3 clients for a Muster that runs elsewhere, with the key of its credentials file. They never try again
 * by themselves. `offsetMs` is how far the database's clock was moved away from this machine's.
 */
export async function sdkFor(endpoint: string, credentialsFile: string, offsetMs = 0): Promise<Clients> {
  const text = await readFile(credentialsFile, 'utf8');
  const value = (name: string) => new RegExp(`^${name} *= *(\\S+)$`, 'm').exec(text)?.[1];
  const id = value('aws_access_key_id');
  const secret = value('aws_secret_access_key');
  if (!id || !secret) throw new Error(`wanted an access key and its secret in ${credentialsFile}, got neither or one`);
  return clientsFor(endpoint, { id, secret }, 'us-east-1', () => new Date(Date.now() + offsetMs));
}
