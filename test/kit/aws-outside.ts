import type { IncomingMessage } from 'node:http';
import { sign } from '#kernel/sign';
import { parseBasicTime } from '#kernel/sigv4';
import { type HttpOutside, openHttpOutside, type Said } from './http-outside.ts';
import { AWS_KEY } from './world-node.ts';

/** What reached AWS's Lambda or SQS. */
export interface AwsArrival {
  service: 'lambda' | 'sqs';
  region: string;
  path: string;
  /** Of Lambda what the function gets; of SQS the message's body. */
  body: string;
  /** Of SQS. */
  queue?: string;
  attributes?: Record<string, string>;
}

/** Lambda and SQS of our own, at one address, with a tally; they take nothing that is not signed rightly. */
export interface FakeAwsOutside extends HttpOutside {
  readonly came: AwsArrival[];
  /** Answers so many of the next requests otherwise. */
  next(...answers: Said[]): void;
  /** Forgets answers that nobody has asked for. */
  clear(): void;
}

export async function openAwsOutside(): Promise<FakeAwsOutside> {
  const came: AwsArrival[] = [];
  const answers: Said[] = [];
  const outside = await openHttpOutside({
    refuse(_mode, request, body) {
      if (!isSigned(request, body)) return { status: 403, body: '{"__type":"SignatureDoesNotMatch"}' };
      return answers.shift();
    },
    take(request, body) {
      const { service, region } = scopeOf(request)!;
      came.push(service === 'sqs' ? toMessage(region, body) : { service, region, path: request.url!, body });
      return service === 'sqs' ? { status: 200, body: '{"MessageId":"m-1"}' } : { status: 202, body: '' };
    },
  });
  return Object.assign(outside, {
    came,
    next: (...more: Said[]) => void answers.push(...more),
    clear: () => void answers.splice(0),
  });
}

function toMessage(region: string, body: string): AwsArrival {
  const { QueueUrl, MessageBody, MessageAttributes } = JSON.parse(body) as {
    QueueUrl: string;
    MessageBody: string;
    MessageAttributes: Record<string, { DataType: string; StringValue: string }>;
  };
  const attributes = Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue]);
  const path = new URL(QueueUrl).pathname;
  return {
    ...{ service: 'sqs', region, path, queue: path.split('/').at(-1)!, body: MessageBody },
    attributes: Object.fromEntries(attributes),
  };
}

function scopeOf({ headers }: IncomingMessage) {
  const [, region, service] =
    /Credential=[^/]+\/\d{8}\/([\w-]+)\/(lambda|sqs)\//.exec(headers.authorization ?? '') ?? [];
  return region && service ? { region, service: service as 'lambda' | 'sqs' } : undefined;
}

/** Signed anew over what came, with our key: the same. */
function isSigned(request: IncomingMessage, body: string): boolean {
  const { headers, method, url } = request;
  const scope = scopeOf(request);
  const at = parseBasicTime(String(headers['x-amz-date']));
  if (!scope || !at) return false;
  const named = /SignedHeaders=([\w;-]+)/.exec(headers.authorization ?? '')?.[1]?.split(';') ?? [];
  const given = named
    .filter((name) => !['host', 'x-amz-date'].includes(name))
    .map((name) => [name, String(headers[name])]);
  const again = {
    ...{ method: method!, url: new URL(url!, `http://${headers.host}`), body },
    headers: Object.fromEntries(given) as Record<string, string>,
  };
  const signer = { accessKeyId: AWS_KEY.accessKeyId, secret: AWS_KEY.secret };
  return sign(again, signer, scope, at)['authorization'] === headers.authorization;
}
