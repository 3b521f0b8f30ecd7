import type { Tags } from '#kernel/tags';
import { statement } from '#storage/statement';
import type { ParameterType, Tier } from './parameter.ts';

export interface ParameterRow {
  account: string;
  region: string;
  name: string;
  type: ParameterType;
  value: string | null;
  sealed_value: Buffer | null;
  version: number;
  description: string | null;
  allowed_pattern: string | null;
  data_type: string;
  tier: Tier;
  key_id: string | null;
  tags: Tags;
  modified_at: Date;
  modified_by: string;
}

const PARAMETER = `p.account, p.region, p.name, p.type, p.value, p.sealed_value, p.version, p.description, p.allowed_pattern,
  p.data_type, p.tier, p.key_id, p.tags, p.modified_at, p.modified_by`;
const NAMED = 'p.account = $1 and p.region = $2 and p.name = $3';

export const parametersSql = {
  insert: statement<{ name: string }>(
    'parameters.insert',
    `insert into stored_parameters (account, region, name, type, value, sealed_value, version, description, allowed_pattern,
       data_type, tier, key_id, modified_at, modified_by, tags)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
     on conflict (account, region, name) do nothing returning name`,
  ),
  update: statement(
    'parameters.update',
    `update stored_parameters set type = $4, value = $5, sealed_value = $6, version = $7, description = $8, allowed_pattern = $9,
       data_type = $10, tier = $11, key_id = $12, modified_at = $13, modified_by = $14
     where account = $1 and region = $2 and name = $3`,
  ),
  count: statement<{ count: number }>(
    'parameters.count',
    `select count(*)::int as count from
       (select 1 from stored_parameters p where p.account = $1 and p.region = $2 limit $3) as found`,
  ),
  find: statement<ParameterRow>('parameters.find', `select ${PARAMETER} from stored_parameters p where ${NAMED}`),
  lock: statement<ParameterRow>(
    'parameters.lock',
    `select ${PARAMETER} from stored_parameters p where ${NAMED} for update`,
  ),
  setTags: statement(
    'parameters.setTags',
    'update stored_parameters set tags = $4 where account = $1 and region = $2 and name = $3',
  ),
  delete: statement<{ name: string }>(
    'parameters.delete',
    'delete from stored_parameters where account = $1 and region = $2 and name = $3 returning name',
  ),
  /** By name, from one that begins with $3, after $4. */
  list: statement<ParameterRow>(
    'parameters.list',
    `select ${PARAMETER} from stored_parameters p
     where p.account = $1 and p.region = $2 and starts_with(p.name, $3) and ($4::text is null or p.name > $4::text collate "C")
     order by p.name limit $5`,
  ),
};
