import { noParameter, parameterArn, parseParameterName, type StoredParameter } from '#domain/parameters';
import { Refusal } from '#kernel/refusal';
import type { Rooms } from '../../rooms.ts';
import { paged, type SomeHandlers, tagsOf } from '../support.ts';
import { withCodes } from './codes.ts';
import { holdsOf } from './parameters-filters.ts';
import type { ssm } from './service.ts';

type Names =
  | 'PutParameter'
  | 'GetParameter'
  | 'GetParameters'
  | 'GetParametersByPath'
  | 'DescribeParameters'
  | 'DeleteParameter';

const PATH_PAGE = 10;
const DEFAULT_KEY = 'alias/aws/ssm';

/** Parameter Store. */
export function parameterHandlers({ parameters, cursors }: Rooms): SomeHandlers<typeof ssm, Names> {
  return {
    PutParameter: (call, input) =>
      withCodes(async () => {
        if (input.Policies) throw refused('Policies', 'this version of Muster has no parameter policies');
        if (input.Overwrite && input.Tags?.length)
          throw refused('Tags', "tags and overwrite can't be used together; use AddTagsToResource");
        const { tier, version } = await parameters.put(call.context, call.now, call.actor, {
          name: input.Name,
          value: input.Value,
          overwrite: input.Overwrite ?? false,
          tags: tagsOf(input.Tags),
          ...(input.Type ? { type: input.Type } : {}),
          ...(input.Description === undefined ? {} : { description: input.Description }),
          ...(input.AllowedPattern === undefined ? {} : { allowedPattern: input.AllowedPattern }),
          ...(input.DataType ? { dataType: input.DataType } : {}),
          ...(input.KeyId ? { keyId: input.KeyId } : {}),
          ...(input.Tier ? { tier: tierOf(input.Tier, input.Value) } : {}),
        });
        return { Tier: tier, Version: version };
      }),
    GetParameter: async (call, { Name, WithDecryption = false }) => {
      const named = parseParameterName(Name);
      const found = await parameters.get(call.context, call.actor, named, WithDecryption);
      return { Parameter: toParameter(found, found.value, named.selector) };
    },
    GetParameters: async (call, { Names, WithDecryption = false }) => {
      const found = await Promise.all(
        [...new Set(Names)].map(async (name) => {
          try {
            const named = parseParameterName(name);
            const one = await parameters.get(call.context, call.actor, named, WithDecryption);
            return { name, parameter: toParameter(one, one.value, named.selector) };
          } catch (error) {
            if (error instanceof Refusal && error.kind === 'notFound') return { name };
            throw error;
          }
        }),
      );
      return {
        Parameters: found.flatMap(({ parameter }) => parameter ?? []),
        InvalidParameters: found.flatMap(({ name, parameter }) => (parameter ? [] : [name])),
      };
    },
    GetParametersByPath: (call, { Path, Recursive = false, ParameterFilters, WithDecryption = false, ...input }) =>
      withCodes(async () => {
        if (!Path.startsWith('/')) throw refused('Path', `wanted a path that begins with a slash, got ${Path}`);
        const prefix = Path.endsWith('/') ? Path : `${Path}/`;
        const filters = holdsOf(ParameterFilters ?? []);
        const isBelow = ({ name }: StoredParameter) => Recursive || !name.slice(prefix.length).includes('/');
        const { account, region } = call.actor;
        const query = { account, region, prefix, holds: (one: StoredParameter) => isBelow(one) && filters(one) };
        const fetch = (limit: number, after: unknown) =>
          parameters.list(call.context, { ...query, limit, ...(after ? { after: String(after) } : {}) });
        const asked = {
          token: input.NextToken,
          size: input.MaxResults ?? PATH_PAGE,
          filters: [Path, Recursive, ParameterFilters ?? []],
        };
        const { items, nextToken } = await paged(call, cursors, asked, fetch, ({ name }) => name);
        const values = [];
        for (const item of items) {
          const { value } = await parameters.get(call.context, call.actor, item, WithDecryption);
          values.push(toParameter(item, value));
        }
        return { Parameters: values, NextToken: nextToken };
      }),
    DescribeParameters: (call, { Filters, ParameterFilters, MaxResults, NextToken, Shared }) =>
      withCodes(async () => {
        const given = ParameterFilters ?? (Filters ?? []).map(({ Key, Values }) => ({ Key, Values }));
        const holds = Shared ? () => false : holdsOf(given);
        const { account, region } = call.actor;
        const fetch = (limit: number, after: unknown) =>
          parameters.list(call.context, {
            ...{ account, region, prefix: '', holds, limit },
            ...(after ? { after: String(after) } : {}),
          });
        const asked = { token: NextToken, size: MaxResults, filters: given };
        const { items, nextToken } = await paged(call, cursors, asked, fetch, ({ name }) => name);
        return { Parameters: items.map(toMetadata), NextToken: nextToken };
      }),
    DeleteParameter: async (call, { Name }) => {
      const { account, name } = parseParameterName(Name);
      if (account !== undefined && account !== call.actor.account) throw noParameter(Name);
      await parameters.remove(call.context, call.actor, name);
      return {};
    },
  };
}

function refused(name: string, why: string): Refusal {
  const message = `${name}: ${why}.`;
  return new Refusal('validation', message, { fields: [{ name, message }] });
}

const LONGEST_STANDARD = 4096;
const tierOf = (tier: string, value: string) =>
  tier === 'Advanced' || (tier === 'Intelligent-Tiering' && value.length > LONGEST_STANDARD) ? 'Advanced' : 'Standard';

const toParameter = (parameter: StoredParameter, value: string, selector?: string) => ({
  ARN: parameterArn(parameter),
  DataType: parameter.dataType,
  LastModifiedDate: parameter.modifiedAt,
  Name: parameter.name,
  ...(selector === undefined ? {} : { Selector: `:${selector}` }),
  Type: parameter.type,
  Value: value,
  Version: parameter.version,
});

const toMetadata = (parameter: StoredParameter) => ({
  AllowedPattern: parameter.allowedPattern,
  ARN: parameterArn(parameter),
  DataType: parameter.dataType,
  Description: parameter.description,
  KeyId: parameter.type === 'SecureString' ? (parameter.keyId ?? DEFAULT_KEY) : undefined,
  LastModifiedDate: parameter.modifiedAt,
  LastModifiedUser: parameter.modifiedBy,
  Name: parameter.name,
  Tier: parameter.tier,
  Type: parameter.type,
  Version: parameter.version,
});
