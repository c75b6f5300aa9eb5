import type { Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { importRule } from './import-rule.js';

const TESTS = ['**/*.test.ts', 'test/**'];
const WORKFLOWS = ['workflows/**/*.ts'];

/** What the workflow sandbox lacks, or what differs between hosts: neither may decide anything in a run. */
const NOT_IN_WORKFLOWS = ['process', 'fetch', 'crypto', 'Buffer', 'Intl', 'performance', 'WebSocket', 'setImmediate', 'queueMicrotask'];
const LOCALE = 'toLocaleString|toLocaleDateString|toLocaleTimeString|toLocaleUpperCase|toLocaleLowerCase|localeCompare';

const NO_ENUM = { selector: 'TSEnumDeclaration', message: 'Use an `as const` object or a union: an enum is not erasable.' };
const NO_DEFAULT_EXPORT = { selector: 'ExportDefaultDeclaration', message: 'Export by name.' };
const NO_MODULE_STATE = {
  selector: 'Program > VariableDeclaration[kind="let"], Program > ExportNamedDeclaration > VariableDeclaration[kind="let"]',
  message: 'Module state is shared by every run in this worker: keep it in the run.',
};
const NO_LOCALE = { selector: `CallExpression[callee.property.name=/^(${LOCALE})$/]`, message: 'Depends on the host: format without a locale.' };
const NO_CLOCK = {
  selector: 'NewExpression[callee.name="Date"][arguments.length=0], MemberExpression[object.name="Date"][property.name="now"], MemberExpression[object.name="Math"][property.name="random"]',
  message: 'The machine is a pure function: time and chance come in with the event.',
};
const NO_ENVIRONMENT = {
  selector: 'MemberExpression[object.name="process"][property.name="env"]',
  message: 'Only an entry (main.ts) reads the environment, and hands it to platform/settings.ts.',
};

/**
 * The project's lint rules. Folders are named relative to `root`, which lets the tests of the rails hold bad files
 * against the same rules in a tree of their own.
 */
export function lintConfig(root: string): Linter.Config[] {
  return [
    {
      files: ['**/*.ts', '**/*.mjs'],
      languageOptions: { parser: tseslint.parser as Linter.Parser, parserOptions: { projectService: true, tsconfigRootDir: root } },
      plugins: { '@typescript-eslint': tseslint.plugin as never },
      linterOptions: { reportUnusedDisableDirectives: 'error' },
      rules: {
        '@typescript-eslint/no-floating-promises': 'error',
        '@typescript-eslint/no-misused-promises': 'error',
        '@typescript-eslint/await-thenable': 'error',
        '@typescript-eslint/no-deprecated': 'error',
        '@typescript-eslint/switch-exhaustiveness-check': ['error', { allowDefaultCaseForExhaustiveSwitch: false }],
        '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
        '@typescript-eslint/no-explicit-any': 'error',
        'no-restricted-syntax': ['error', NO_ENUM, NO_DEFAULT_EXPORT],
      },
    },
    {
      files: ['{contracts,workflows,providers,activities,platform,worker,client,api,cli,simulator}/**/*.ts'],
      ignores: TESTS,
      plugins: { rails: { rules: { imports: importRule(root) as never } } },
      rules: { 'rails/imports': 'error', 'no-console': 'error' },
    },
    {
      files: ['{contracts,providers,activities,platform,worker,client,api,cli,simulator}/**/*.ts'],
      ignores: [...TESTS, '**/main.ts', 'cli/commands.ts'],
      rules: { 'no-restricted-syntax': ['error', NO_ENUM, NO_DEFAULT_EXPORT, NO_ENVIRONMENT] },
    },
    {
      files: WORKFLOWS,
      ignores: TESTS,
      rules: {
        'no-restricted-globals': ['error', ...NOT_IN_WORKFLOWS],
        'no-restricted-syntax': ['error', NO_ENUM, NO_DEFAULT_EXPORT, NO_MODULE_STATE, NO_LOCALE],
      },
    },
    {
      files: ['workflows/machine/**/*.ts'],
      ignores: TESTS,
      rules: { 'no-restricted-syntax': ['error', NO_ENUM, NO_DEFAULT_EXPORT, NO_MODULE_STATE, NO_LOCALE, NO_CLOCK] },
    },
    // What other programs load is a default export: test set-up and configuration.
    { files: ['*.config.ts', 'test/setup/*.ts', '**/*.d.ts'], rules: { 'no-restricted-syntax': ['error', NO_ENUM] } },
  ];
}
