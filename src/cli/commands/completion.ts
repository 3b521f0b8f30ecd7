import type { Command } from '../command.ts';
import { complete } from '../completion.ts';
import { CliFault, usage } from '../fault.ts';
import { plain } from '../table.ts';

/** How long the server is waited for while somebody has pressed the key: in all, however many calls it takes. */
const PATIENCE_MS = 1_000;

/** A shell asks `muster completion words` with what was typed so far; the last word is the one to complete. */
const SCRIPTS: Record<string, string> = {
  bash: `_muster() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("$(printf '%q' "$line")")
  done < <(muster completion words "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o bashdefault -o default -F _muster muster
`,
  zsh: `#compdef muster
_muster() {
  local -a found
  found=("\${(@f)$(muster completion words "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${found[1]}" ]]; then compadd -a -- found; else _files; fi
}
compdef _muster muster
`,
  fish: `complete -c muster -f -a '(muster completion words (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
complete -c muster -l file -r -F
complete -c muster -l output -r -F
`,
};

export const completion: Command = {
  name: 'completion',
  positionals: ['SHELL'],
  options: {},
  raw: true,
  summary: 'completion of commands and names for bash, zsh or fish',
  help: `
Prints what makes a shell complete commands, options and the names of plans, incidents, people, rotations and alarms. Names
are asked of the server, which is waited for 1 second at most.

  source <(muster completion bash)                                  # in ~/.bashrc
  source <(muster completion zsh)                                   # in ~/.zshrc, after compinit
  muster completion fish > ~/.config/fish/completions/muster.fish`,
  async run({ io, commands, hastyClient }, { positionals: [shell, ...words] }) {
    if (shell === 'words') {
      const found = await quietly(() => complete(commands, words, () => hastyClient(AbortSignal.timeout(PATIENCE_MS))));
      io.out(found.map((word) => `${plain(word)}\n`).join(''));
      return undefined;
    }
    const script = shell !== undefined && Object.hasOwn(SCRIPTS, shell) ? SCRIPTS[shell] : undefined;
    const shells = Object.keys(SCRIPTS).join(', ');
    if (!script || words.length > 0) {
      const got = [shell, ...words].filter((word) => word !== undefined).join(' ');
      throw usage(`completion: wanted ${shells}, got ${got ? JSON.stringify(got) : 'nothing'}`, HINT);
    }
    io.out(script);
    return undefined;
  },
};

const HINT = '`muster completion --help` explains it.';

/** No server, no key: then nothing is completed, and the line that is being typed stays clean. */
async function quietly(work: () => Promise<string[]>): Promise<string[]> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CliFault) return [];
    throw error;
  }
}
