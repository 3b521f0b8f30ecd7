/** How severe an incident or a template of our own faces is that says nothing of it. The AWS face has no default: it refuses. */
const DEFAULT_SEVERITY = 3;

/** The severity that is meant, 1 (critical) to 5 (informational). */
export const severityOf = (given: number | undefined): number => given ?? DEFAULT_SEVERITY;
