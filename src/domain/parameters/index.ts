export {
  type NamedParameter,
  noParameter,
  type ParameterType,
  parameterArn,
  parseParameterName,
  type StoredParameter,
} from './parameter.ts';
export { createParameters, type Parameters } from './parameters.ts';
