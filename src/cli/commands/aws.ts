import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Command } from '../command.ts';
import { CliFault } from '../fault.ts';
import { credentialsFile, endpointFrom, regionFrom } from '../target.ts';

type Environment = Record<string, string | undefined>;

export const aws: Command = {
  name: 'aws',
  positionals: ['…'],
  options: {},
  raw: true,
  summary: 'the AWS CLI, speaking to this server',
  help: `
Runs the \`aws\` command that is installed here with Muster's address and key set. What follows is the AWS CLI's own; its
output and exit code are, too.

The words of people that AWS does not have (severity, list-incidents) need \`muster aws install-extension\` once.

  muster aws sts get-caller-identity
  muster aws ssm-incidents list-incident-records --output table`,
  run: ({ io }, given) => runAws(given.positionals, awsEnvironment(io.env)),
};

/** What `aws` needs to speak to Muster. A key in the environment wins, as it does for `aws` itself. */
export function awsEnvironment(env: Environment): Environment {
  const keyed = env['AWS_ACCESS_KEY_ID'] && env['AWS_SECRET_ACCESS_KEY'];
  return {
    ...env,
    AWS_ENDPOINT_URL: endpointFrom(env).href.replace(/\/$/, ''),
    AWS_DEFAULT_REGION: regionFrom(env),
    ...(keyed ? {} : { AWS_SHARED_CREDENTIALS_FILE: credentialsFile(env) }),
    // Of use in the cloud only; without it a missing key is told at once.
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

function runAws(args: string[], env: Environment): Promise<number> {
  return new Promise((done, failed) => {
    const child = spawn('aws', args, { stdio: 'inherit', env });
    // Ctrl-C reaches both; the AWS CLI ends by itself, and its exit is ours.
    const wait = () => {};
    process.on('SIGINT', wait);
    child.on('error', (error: NodeJS.ErrnoException) => {
      process.off('SIGINT', wait);
      const missing = error.code === 'ENOENT';
      failed(
        missing
          ? new CliFault(
              'usage',
              'the AWS CLI is not installed: no `aws` on the PATH',
              'https://aws.amazon.com/cli/ says how to install it.',
            )
          : error,
      );
    });
    child.on('exit', (code, signal) => {
      process.off('SIGINT', wait);
      done(signal === null ? (code ?? 0) : 128 + constants.signals[signal]);
    });
  });
}
