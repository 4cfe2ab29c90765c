import { describe, expect, it } from 'vitest';

import { places, settingsOf, type Files } from '../testing/policy-reports.ts';
import { CodexLoading, codexAnswerOf, loadDoubt, type CodexAnswer } from './codex-loading.ts';
import { RulesOwner } from './rules-owner.ts';

// It may begin with warnings.
const warning = 'WARNING: proceeding, even though we could not create PATH aliases\n';

describe('what "codex login status" says', () => {
  it.each<[string, number | null, string, CodexAnswer['kind']]>([
    ['signed in', 0, 'Logged in using ChatGPT\n', 'loads'],
    ['with a key', 0, 'Logged in using an API key - sk-***\n', 'loads'],
    ['signed out', 1, 'Not logged in\n', 'loads'],
    ['signed out, with a warning', 1, `${warning}Not logged in\n`, 'loads'],
    ['a mistake', 1, 'Error loading configuration: /a:1:2: invalid type\n', 'refuses'],
    ['a mistake, with a warning', 1, `${warning}Error loading configuration: x\n`, 'refuses'],
    ['another failure', 1, 'Error checking login status: no network\n', 'unclear'],
    ['nothing', 1, '', 'unclear'],
    ['nothing, and ended', null, '', 'unclear'],
    ['signed out, and another exit code', 2, 'Not logged in\n', 'unclear'],
    ['the sentence in a longer one', 1, 'Not logged in, or so it seems\n', 'unclear'],
    ['no such command', 127, 'sh: codex: not found\n', 'unclear'],
    ['wrong usage', 2, "error: unrecognized subcommand 'login'\n", 'unclear'],
  ])('%s', (_, exitCode, stderr, kind) => {
    expect(codexAnswerOf({ exitCode, stderr }).kind).toBe(kind);
  });
});

describe('where the Codex CLI stops', () => {
  const { user, managed, requirements } = places;
  const at = (source: string, line: number | null, column: number | null) => ({
    because: 'config',
    place: { source, line, column },
  });

  it.each<[string, string, Files, object]>([
    ['a value', `${user}:2:9: invalid type: integer`, { user: 'a = 1\nmodel = 5' }, at(user, 2, 9)],
    ['a managed value', `${managed}:1:9: invalid`, { managed: 'model = 5' }, at(managed, 1, 9)],
    [
      'a value that is not known here',
      `${user}:2:9: invalid type`,
      { user: '[tui]\ntheme = 5' },
      at(user, 2, 9),
    ],
    [
      'the syntax of requirements',
      `failed to parse requirements layer ${requirements}: TOML parse error at line 1, column 6\n  |`,
      { requirements: 'a = [' },
      at(requirements, 1, 6),
    ],
    [
      'a value of requirements',
      `failed to parse requirements layer ${requirements}: unknown variant\nin \`allowed_sandbox_modes\`\n`,
      { requirements: 'a = 1\nallowed_sandbox_modes = ["x"]' },
      at(requirements, 2, 1),
    ],
    [
      'requirements that contradict',
      `invalid value for \`allowed_sandbox_modes\`: not allowed (set by ${requirements})`,
      { requirements: '\nallowed_sandbox_modes = []' },
      at(requirements, 2, 1),
    ],
    [
      'a server of requirements',
      `failed to parse requirements layer ${requirements}: missing field\nin \`mcp_servers.x\`\n`,
      { requirements: '# a\n[mcp_servers.x]' },
      at(requirements, 2, 2),
    ],
    [
      'a profile',
      'legacy `profile = "x"` config is',
      { user: 'a = 1\nprofile = "x"' },
      at(user, 2, 1),
    ],
    ['what is no UTF-8', 'invalid utf-8 sequence', {}, { because: 'config', place: null }],
    ['a file of nobody', '/tmp/other.toml:1:2: no', {}, { because: 'config', place: null }],
  ])('%s', (_, text, files, doubt) => {
    expect(loadDoubt({ kind: 'refuses', text }, settingsOf(files))).toMatchObject(doubt);
  });

  it('is told without a word of its own, which quotes the file', () => {
    const text = `${user}:1:9: invalid type: string "sk-0123456789abcdef", expected a map`;
    const doubt = loadDoubt({ kind: 'refuses', text }, settingsOf({ user: 'tui = "sk-01234"' }));
    expect(JSON.stringify(doubt)).not.toContain('sk-');
  });
});

it('what the Codex CLI loads is no doubt, whatever the check here would say', () => {
  expect(loadDoubt({ kind: 'loads' }, settingsOf({ user: 'zzz = 5\nmodel = 5' }))).toBeNull();
});

describe('what is known', () => {
  async function loadingOf(files: Files) {
    let now = files;
    const rules = await RulesOwner.open(
      () => Promise.resolve(settingsOf(now)),
      () => 0,
    );
    const answers: CodexAnswer[] = [];
    const loading = new CodexLoading({
      rules,
      ask: () => Promise.resolve(answers.shift() ?? { kind: 'loads' }),
    });
    return { rules, loading, answers, change: (next: Files) => (now = next) };
  }
  const refuses: CodexAnswer = { kind: 'refuses', text: 'x' };

  it('is nothing before it was asked', async () => {
    const { loading } = await loadingOf({});
    expect([loading.isKnown(), loading.get()]).toEqual([false, null]);
  });

  it('holds for as long as the files are the same', async () => {
    const { loading, answers, rules, change } = await loadingOf({ user: 'zzz = 1' });
    answers.push(refuses);
    await loading.look();
    expect(loading.get()).toMatchObject({ because: 'config' });
    await rules.reload();
    expect(loading.get()).toMatchObject({ because: 'config' });
    change({ user: 'zzz = 2' });
    await rules.reload();
    expect([loading.isKnown(), loading.get()]).toEqual([false, null]);
  });

  it('has a doubt of what Codex takes from a file .env that cannot be read', async () => {
    let problem: string | null = null;
    const rules = await RulesOwner.open(
      () => Promise.resolve({ ...settingsOf({}), dotenvProblem: problem }),
      () => 0,
    );
    const loading = new CodexLoading({ rules, ask: () => Promise.resolve({ kind: 'loads' }) });
    await loading.look();
    expect(loading.get()).toBeNull();
    problem = '/home/ada/.codex/.env cannot be read';
    await rules.reload();
    expect(loading.get()).toEqual({ because: 'unproven', message: problem });
    problem = null;
    await rules.reload();
    expect(loading.get()).toBeNull();
  });

  it.each<[string, Files, boolean, boolean]>([
    ['no file', {}, false, false],
    ['a rule', { managed: 'forced_login_method = "api"' }, false, false],
    ['a key that is not known here', { user: 'zzz = 1' }, true, false],
    ['a value that surely stops it', { user: 'model = 5' }, true, true],
    [
      'a requirement that surely stops it',
      { requirements: 'allowed_login_methods = 5' },
      true,
      true,
    ],
    ['no TOML, which is told with its file', { user: 'a = [' }, true, false],
  ])(
    'is asked for by a report where the files may not load: %s',
    async (_, files, isAsked, stops) => {
      const { loading } = await loadingOf(files);
      expect(loading.stop() !== null).toBe(stops);
      await loading.lookWhereDoubtful();
      expect(loading.isKnown()).toBe(isAsked);
      // The Codex CLI that is there takes all of them.
      expect(loading.stop()).toBeNull();
    },
  );

  it('stops Codex where it says so itself, although no place is named', async () => {
    const { loading, answers } = await loadingOf({ user: 'model_instructions_file = "/nowhere"' });
    answers.push({ kind: 'refuses', text: 'failed to read model instructions file /nowhere' });
    await loading.lookWhereDoubtful();
    expect(loading.stop()).toMatchObject({ because: 'config', place: null });
    await loading.lookWhereDoubtful();
    expect(answers).toEqual([]);
  });

  it('is told where it becomes another', async () => {
    const { loading, answers } = await loadingOf({});
    let told = 0;
    loading.onChange(() => (told += 1));
    answers.push(refuses, refuses, { kind: 'loads' });
    for (let times = 0; times < 3; times += 1) await loading.look();
    expect(told).toBe(2);
  });
});
