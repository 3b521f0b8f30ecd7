import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { alertEvents, bring } from '#test/kit/alerts';
import { fixture } from '#test/kit/intake-samples';
import { muster, mustered } from '#test/kit/muster';
import { openWorld } from '#test/kit/world';

test('an intake key is made, shown once, used, listed and revoked; a payload is tried by a mapping in a file', async () => {
  await using world = await openWorld();
  const folder = await mkdtemp(join(tmpdir(), 'muster-intake-'));
  try {
    const made = await muster(world, ['intake', 'create-key', '--source', 'alertmanager']);
    assert.match(made.out, /^mik[a-z2-7]{52}\n$/);
    const [, id] = /intake revoke-key ([0-9a-f-]{36})/.exec(made.err) ?? [];
    const headers = { authorization: `Bearer ${made.out.trim()}` };
    const post = () => bring(world, '/api/v2/alerts', fixture('prometheus', 'firing'), headers);
    assert.equal((await post()).status, 200);
    assert.equal((await alertEvents(world)).length, 1);
    const [head, row] = await mustered(world, 'intake keys');
    assert.match(head!, /^ID +SOURCE +NAME +MADE +LAST USED$/);
    assert.match(row!, /alertmanager +default +2026-01-02T.* +2026-01-02T/);
    await mustered(world, `intake revoke-key ${id}`);
    assert.equal((await post()).status, 401);
    assert.match((await mustered(world, 'intake keys'))[1]!, /revoked/);
    const [mapping, payload] = ['mapping', 'firing'].map((name) => {
      const file = join(folder, `${name}.json`);
      writeFileSync(file, JSON.stringify(fixture('json-mapped', name)));
      return file;
    });
    const tried = await mustered(world, `intake test --source json --mapping ${mapping} --payload ${payload}`);
    assert.match(tried[1]!, /^firing +check-7 +host=pay-1 group=disk +summary=inode table full on pay-1$/);
    const wrong = await muster(world, ['intake', 'create-key', '--source', 'alertmanger']);
    assert.deepEqual([wrong.code, /did you mean alertmanager\?/.test(wrong.err)], [1, true]);
    assert.equal((await muster(world, ['intake', 'create-key'])).code, 2);
  } finally {
    await rm(folder, { recursive: true });
  }
});
