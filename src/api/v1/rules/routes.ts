import { routes } from '../route.ts';
import { ExplainedEvent, Explanation, Explanations, RuleFilter, RuleId, RulePage } from './schemas.ts';

const group = 'Rules';

export const ruleRoutes = routes({
  listRules: {
    method: 'GET',
    path: '/rules',
    group,
    summary: 'List rules, by name',
    about: 'With what stands out: those that have matched nothing, and those that every event matches.',
    access: 'read',
    query: RuleFilter,
    answer: RulePage,
  },
  explainRule: {
    method: 'POST',
    path: '/rules/{ruleName}/explain',
    group,
    summary: 'Tell why a rule does, or does not, match an event',
    about: 'Nothing is stored, and nothing is started. It makes no difference whether the rule is enabled.',
    access: 'read',
    params: RuleId,
    body: ExplainedEvent,
    answer: Explanation,
  },
  explainRules: {
    method: 'POST',
    path: '/rules/explain',
    group,
    summary: 'Tell what all rules make of an event',
    about: 'Those that match come first, and then those that miss it by the fewest fields.',
    access: 'read',
    body: ExplainedEvent,
    answer: Explanations,
  },
});
