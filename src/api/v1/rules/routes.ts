import { routes } from '../route.ts';
import {
  EventDeliveryFilter,
  EventDeliveryPage,
  LogLineFilter,
  LogLinePage,
  OnBus,
  Rule,
  RuleContent,
  RuleFilter,
  RuleId,
  RulePage,
} from './schemas.ts';

const group = 'Rules';
const one = { path: '/rules/{ruleName}', group, params: RuleId, query: OnBus } as const;

export const ruleRoutes = routes({
  listRules: {
    method: 'GET',
    path: '/rules',
    group,
    summary: 'List the rules of a bus, by name',
    access: 'read',
    query: RuleFilter,
    answer: RulePage,
  },
  getRule: { ...one, method: 'GET', summary: 'Show a rule', access: 'read', answer: Rule, versioned: true },
  putRule: {
    ...one,
    method: 'PUT',
    summary: 'Make a rule, or replace one with its targets',
    about: 'From the next event on. What is left out is reset; targets that are left out are taken away.',
    access: 'write',
    body: RuleContent,
    answer: Rule,
  },
  enableRule: {
    ...one,
    method: 'POST',
    path: '/rules/{ruleName}/enable',
    summary: 'Let a rule fire',
    access: 'write',
    answer: Rule,
  },
  disableRule: {
    ...one,
    method: 'POST',
    path: '/rules/{ruleName}/disable',
    summary: 'Let a rule fire no more, and keep it',
    access: 'write',
    answer: Rule,
  },
  deleteRule: { ...one, method: 'DELETE', summary: 'Delete a rule with its targets', access: 'write' },
  listEventDeliveries: {
    method: 'GET',
    path: '/event-deliveries',
    group,
    summary: 'List what became of events at targets, newest first',
    about:
      'With filters those among the 200,000 newest of the region. MUSTER_RETENTION_EVENTS says how long they are kept.',
    access: 'read',
    query: EventDeliveryFilter,
    answer: EventDeliveryPage,
  },
  listLogLines: {
    method: 'GET',
    path: '/log-lines',
    group,
    summary: 'List what rules wrote to a log group, newest first',
    access: 'read',
    query: LogLineFilter,
    answer: LogLinePage,
  },
});
