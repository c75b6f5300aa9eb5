import { lintConfig } from './tools/rails/lint-config.js';

export default [{ ignores: ['dist*/', 'node_modules/', 'coverage/', '.data/', 'test/rails/bad/'] }, ...lintConfig(import.meta.dirname)];
