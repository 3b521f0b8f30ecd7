import type { Command } from './command.ts';

/** `muster --help`. */
export function overview(commands: Command[]): string {
  const width = Math.max(...commands.map((command) => usageOf(command).length));
  const lines = commands.map((command, at) => {
    // A gap where another group begins: nobody finds a line among forty.
    const gap = groupOf(command) === groupOf(commands[at - 1]) || !isGrouped(commands, command) ? '' : '\n';
    return `${gap}  ${usageOf(command).padEnd(width)}  ${command.summary}`;
  });
  return `muster: a self-hosted incident manager that speaks AWS Incident Manager's own APIs.

${lines.join('\n')}

  muster COMMAND --help explains one; muster --version tells the version.

To begin: \`muster start\` in one terminal, \`muster whoami\` in another. Commands speak to AWS_ENDPOINT_URL (or
MUSTER_PUBLIC_URL, or 127.0.0.1 and MUSTER_PORT) with the key in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, in
AWS_SHARED_CREDENTIALS_FILE, or the first key, in MUSTER_DATA_DIR. Answers go to standard output, all else to standard error.
Exit codes: 0 done, 1 refused, 2 wrong usage, 3 the server cannot be reached.
`;
}

/** `muster COMMAND --help`. */
export function helpOf(command: Command): string {
  const options = Object.entries(command.options).map(
    ([name, { value, about, several }]) =>
      [`--${name}${value ? ` ${value}` : ''}`, several ? `${about}; may be given several times` : about] as const,
  );
  const width = Math.max(0, ...options.map(([name]) => name.length));
  const listed = options.map(([name, about]) => `  ${name.padEnd(width)}  ${about}\n`).join('');
  return `usage: muster ${usageOf(command)}${options.length > 0 ? ' [options]' : ''}\n\n${command.help.trim()}\n${listed ? `\n${listed}` : ''}`;
}

const groupOf = (command: Command | undefined) => command?.name.split(' ')[0];

const isGrouped = (commands: Command[], command: Command) =>
  commands.filter((other) => groupOf(other) === groupOf(command)).length > 1;

const usageOf = ({ name, positionals }: Command) => [name, ...positionals].join(' ');
