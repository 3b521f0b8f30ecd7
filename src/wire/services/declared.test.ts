import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Refusal } from '#kernel/refusal';
import { resolve, type Shape, type StructureShape } from '#kernel/shape';
import type { Operation, ProtocolName, Service } from '../service.ts';
import { cloudwatch } from './cloudwatch/service.ts';
import { events } from './events/service.ts';
import { secretsManager } from './secretsmanager/service.ts';
import { sns } from './sns/service.ts';
import { ssm } from './ssm/service.ts';
import { ssmContacts } from './ssm-contacts/service.ts';
import { ssmIncidents } from './ssm-incidents/service.ts';
import { sts } from './sts/service.ts';

/** Each service under the name that its facts have. */
const services: readonly (readonly [name: string, service: Service])[] = [
  ['cloudwatch', cloudwatch],
  ['events', events],
  ['secretsmanager', secretsManager],
  ['sns', sns],
  ['ssm', ssm],
  ['ssm-contacts', ssmContacts],
  ['ssm-incidents', ssmIncidents],
  ['sts', sts],
];

/** Where we mean to differ, as `<the model's shape>: <what>`. One that is no longer so fails as well. */
const deviations: Readonly<Record<string, readonly string[]>> = {
  cloudwatch: [],
  events: ['HeaderValue: pattern'], // the same texts in linear time
  secretsmanager: [],
  sns: ['token: sensitive'],
  ssm: [
    'also has the operation DeleteParameter', // the facts lack it
    'also has the operation DescribeParameters',
    'also has the operation GetParametersByPath',
  ],
  'ssm-contacts': [
    'AcceptCode: sensitive',
    'ActivationCode: sensitive',
    'ChannelType: enum', // answers show channels of our own kinds, too
    'Policy: pattern', // the model means a text that is not blank; written out, for policies of several lines
    'GetRotationResult: required', // no StartTime where none was given
    'SimpleAddress: sensitive',
    'SsmContactsArn: pattern', // the same texts in linear time
  ],
  'ssm-incidents': [
    'DynamicSsmParameters: lenientEmpty',
    'GetResponsePlanOutput: also has warnings',
    'IncidentRecord: also has resolutionNote',
    'IncidentRecord: also has resolutionPlan',
    'IncidentRecord: also has workflowStatus',
    'IncidentRecordStatus: enum', // UpdateIncidentRecord takes Open, In Progress and Resolved in any spelling
    'IncidentRecordSummary: also has workflowStatus',
    'IncidentTemplate: also has severity',
    'IncidentTemplate: required', // severity can stand in place of impact
    'SsmParameters: lenientEmpty',
    'TagMap: lenientEmpty',
    'UpdateIncidentRecordInput: also has resolutionNote',
    'UpdateIncidentRecordInput: also has resolutionPlan',
    'also has the operation ListIncidents', // the people's word for ListIncidentRecords
  ],
  sts: [],
};

interface Ref {
  readonly shape: string;
  readonly location?: string;
  readonly locationName?: string;
  readonly idempotencyToken?: boolean;
}
interface ModelShape {
  readonly type: string;
  readonly union?: boolean;
  readonly document?: boolean;
  readonly sensitive?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, Ref>>;
  readonly xmlOrder?: readonly string[];
  readonly member?: Ref;
  readonly key?: Ref;
  readonly value?: Ref;
  readonly timestampFormat?: string;
  readonly error?: { readonly httpStatusCode?: number; readonly code?: string };
}
interface ModelOperation {
  readonly http: { readonly method: string; readonly requestUri: string; readonly responseCode?: number };
  readonly input?: Ref;
  readonly output?: Ref;
  readonly errors?: readonly Ref[];
}
interface Model {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly operations: Readonly<Record<string, ModelOperation>>;
  readonly shapes: Readonly<Record<string, ModelShape>>;
}

/** Compares declarations with one model; every difference is a line, told once. */
class Comparison {
  readonly differences = new Set<string>();
  readonly #model: Model;

  constructor(model: Model) {
    this.#model = model;
  }

  same(where: string, ours: unknown, theirs: unknown): void {
    if (JSON.stringify(ours) !== JSON.stringify(theirs)) this.differences.add(where);
  }

  shape(given: Shape, name: string): void {
    const ours = resolve(given);
    const theirs = this.#model.shapes[name];
    assert.ok(theirs, `the model has no shape ${name}`);
    const kind = theirs.union ? 'union' : theirs.document ? 'document' : theirs.type;
    this.same(`${name}: kind`, ours.kind, kind);
    this.same(`${name}: sensitive`, ours.sensitive ?? false, theirs.sensitive ?? false);
    this.same(`${name}: lenientEmpty`, 'lenientEmpty' in ours, false);
    this.same(`${name}: timestampFormat`, undefined, theirs.timestampFormat);
    for (const bound of ['min', 'max'] as const) {
      this.same(`${name}: ${bound}`, bound in ours ? ours[bound as never] : undefined, theirs[bound]);
    }
    this.same(`${name}: pattern`, ours.kind === 'string' ? ours.pattern?.source : undefined, theirs.pattern);
    this.same(`${name}: enum`, ours.kind === 'string' ? ours.values : undefined, theirs.enum);
    if (ours.kind === 'list' && theirs.member) this.item(ours.member, theirs.member, name, 'member');
    if (ours.kind === 'map' && theirs.key && theirs.value) {
      this.item(ours.key, theirs.key, name, ours.keyName);
      this.item(ours.value, theirs.value, name, ours.valueName);
    }
    if (ours.kind === 'structure' || ours.kind === 'union') this.members(ours, theirs, name);
  }

  item(ours: Shape, theirs: Ref, of: string, wireName: string): void {
    if (theirs.locationName) this.same(`${of}: wire name of an item`, wireName, theirs.locationName);
    this.shape(ours, theirs.shape);
  }

  members({ members }: Pick<StructureShape, 'members'>, theirs: ModelShape, name: string): void {
    const modelled = theirs.members ?? {};
    const order = theirs.xmlOrder ?? Object.keys(modelled);
    const ours = members.filter((member) => member.name in modelled);
    for (const extra of members) {
      this.same(`${name}: ${extra.name} is marked as ours`, extra.own, !(extra.name in modelled));
      if (!(extra.name in modelled)) this.differences.add(`${name}: also has ${extra.name}`);
    }
    this.same(
      `${name}: members`,
      ours.map((member) => member.name),
      order,
    );
    const required = ours.filter((member) => member.required).map((member) => member.name);
    this.same(`${name}: required`, required.sort(), [...(theirs.required ?? [])].sort());
    for (const member of ours) {
      const ref = modelled[member.name]!;
      this.same(`${name}: token ${member.name}`, member.token, ref.idempotencyToken ?? false);
      if (!ref.location)
        this.same(`${name}: wire name of ${member.name}`, ref.locationName ?? member.name, member.name);
      this.shape(member.shape, ref.shape);
    }
  }

  operation({ name, http, input, output }: Operation, rest: boolean): void {
    const theirs = this.#model.operations[name];
    if (!theirs) {
      this.differences.add(`also has the operation ${name}`);
      return;
    }
    if (theirs.input) this.shape(input, theirs.input.shape);
    else this.same(`${name}: input`, input.members.length, 0);
    this.same(`${name}: output`, output !== undefined, theirs.output !== undefined);
    if (output && theirs.output) this.shape(output, theirs.output.shape);
    if (!rest) return;
    const { method, requestUri, responseCode } = theirs.http;
    this.same(`${name}: http`, [http?.method, http?.uri, http?.code ?? 200], [method, requestUri, responseCode ?? 200]);
    const members = Object.entries(this.#model.shapes[theirs.input?.shape ?? '']?.members ?? {});
    const query = members.filter(([, ref]) => ref.location === 'querystring');
    this.same(
      `${name}: query`,
      http?.query ?? {},
      Object.fromEntries(query.map(([key, ref]) => [key, ref.locationName])),
    );
  }

  /** Every error that the model lets `operation` give must be one we can tell, member by member. */
  errors({ errors }: Service, operation: string): void {
    for (const { shape } of this.#model.operations[operation]?.errors ?? []) {
      const form = [...Object.values(errors.kinds), errors.internal].find(({ code }) => code === shape);
      const known = form ?? errors.codes[shape];
      if (!known) this.differences.add(`${shape}: is not told`);
      const { error, members = {}, required } = this.#model.shapes[shape]!;
      if (error?.httpStatusCode) this.same(`${shape}: status`, known?.status, error.httpStatusCode);
      if (error?.code) this.same(`${shape}: query code`, known?.queryCode ?? shape, error.code);
      const told = Object.keys(known?.members?.(refusal, AT) ?? {});
      const bare = Object.entries(known?.members?.(new Refusal('conflict', 'no'), AT) ?? {});
      for (const needed of (required ?? []).filter((name) => !/^message$/i.test(name))) {
        if (bare.every(([name, value]) => name !== needed || value === undefined))
          this.differences.add(`${shape}: lacks ${needed} where nothing is known`);
      }
      for (const extra of told.filter((name) => !(name in members)))
        this.differences.add(`${shape}: also tells ${extra}`);
      // A bug has nothing to say on when it will be mended.
      const silent = Object.keys(members).filter((name) => !/^message$/i.test(name) && !told.includes(name));
      if (form !== errors.internal) for (const name of silent) this.differences.add(`${shape}: does not tell ${name}`);
    }
  }
}

const AT = new Date('2026-01-02T03:10:00.000Z');

/** Says all that a face can tell of a refusal. */
const refusal = new Refusal('conflict', 'no', {
  resourceType: 'CONTACT',
  resourceId: 'ana',
  fields: [],
  retryAfter: 7,
  quotaCode: 'L-1',
  dependents: [],
});

function protocolNames({ protocols, protocol, jsonVersion }: Model['metadata']): ProtocolName[] {
  const names: Record<string, ProtocolName> = {
    json: `awsJson${jsonVersion}` as ProtocolName,
    query: 'awsQuery',
    'rest-json': 'restJson1',
    'smithy-rpc-v2-cbor': 'rpcv2Cbor',
  };
  return ((protocols as string[] | undefined) ?? [protocol as string]).map((name) => names[name]!);
}

const folder = process.env['MUSTER_AWS_SHAPES'];
const skip = folder && existsSync(folder) ? false : 'set MUSTER_AWS_SHAPES to the folder with the facts of AWS shapes';

for (const [name, service] of services) {
  test(`${name} is declared as AWS models it, but for the deviations listed`, { skip }, () => {
    const model = JSON.parse(readFileSync(join(folder!, `${name}.json`), 'utf8')) as Model;
    const comparison = new Comparison(model);
    const { metadata } = model;
    comparison.same('signing name', service.signingName, metadata['signingName'] ?? metadata['endpointPrefix']);
    comparison.same('API version', service.apiVersion, metadata['apiVersion']);
    comparison.same('target', service.target, metadata['targetPrefix']);
    comparison.same('XML namespace', service.xmlNamespace, metadata['xmlNamespace']);
    comparison.same('query-compatible', service.queryCompatible, 'awsQueryCompatible' in metadata);
    comparison.same('protocols', service.protocols, protocolNames(metadata));
    for (const operation of service.operations.values()) {
      comparison.operation(operation, service.protocols.includes('restJson1'));
      comparison.errors(service, operation.name);
    }
    assert.deepEqual([...comparison.differences].sort(), [...deviations[name]!].sort());
  });
}
