import { readFileSync } from 'node:fs';
import { parseDuration } from '../contracts/duration.js';

/** Every problem of a configuration at once, each naming the variable and the remedy. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/**
 * Reads variables and remembers what is wrong with them, so that a start names everything at once.
 *
 * Every getter gives its default back for a bad value; nobody may use what was read before `finish()` has passed.
 */
export class SettingSource {
  readonly problems: string[] = [];
  /** Given, and in no way that can be used, which is among the problems. */
  readonly #spoilt: string[] = [];
  readonly #env: NodeJS.ProcessEnv;

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env;
  }

  /** @throws {SettingsError} when anything was wrong */
  finish(): void {
    if (this.problems.length > 0) throw new SettingsError(this.problems);
  }

  problem(text: string): void {
    this.problems.push(text);
  }

  /** A variable that is needed and was not there when it was read; one that was given and cannot be used is not missing. */
  missing(name: string, remedy: string): void {
    if (!this.#spoilt.includes(name)) this.problem(`${name} is missing: ${remedy}`);
  }

  /** The variable's value without surrounding white space; empty counts as not set. */
  text(name: string): string | null {
    const value = this.#env[name]?.trim();
    return value === undefined || value === '' ? null : value;
  }

  /** A secret, from `NAME` or from the file `NAME_FILE` names (a trailing line end is not part of it). */
  secret(name: string): string | null {
    const direct = this.text(name);
    const path = this.text(`${name}_FILE`);
    if (direct !== null && path !== null) {
      this.problem(`${name} and ${name}_FILE are both set: keep one of them`);
      this.#spoilt.push(name);
      return null;
    }
    if (path === null) return direct;
    const content = this.file(`${name}_FILE`, path);
    if (content === null) this.#spoilt.push(name);
    return content;
  }

  /** What a file holds, without surrounding white space; `origin` names the setting that points to it. */
  file(origin: string, path: string): string | null {
    const content = readText(path);
    if (content === null) this.problem(`${origin} names ${path}, which cannot be read: check path and permissions`);
    if (content === '') this.problem(`${origin} names ${path}, which is empty`);
    return content === '' ? null : content;
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | null {
    const value = this.text(name);
    const chosen = choices.find((choice) => choice === value) ?? null;
    if (value !== null && chosen === null) this.problem(`${name} is "${value}": use one of ${choices.join(', ')}`);
    return chosen;
  }

  wholeNumber(name: string, range: { readonly from: number; readonly to: number; readonly standard: number }): number {
    const value = this.text(name);
    if (value === null) return range.standard;
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= range.from && number <= range.to) return number;
    this.problem(`${name} is "${value}": use a whole number from ${range.from} to ${range.to}`);
    return range.standard;
  }

  list(name: string): readonly string[] | null {
    const value = this.text(name);
    return value === null ? null : splitList(value);
  }

  /** A duration in milliseconds. */
  duration(name: string, range: { readonly from: number; readonly to: number; readonly standard: string }): number {
    return this.#durationOf(name, this.text(name) ?? range.standard, range);
  }

  /** A list of durations, in milliseconds. */
  schedule(name: string, range: { readonly from: number; readonly to: number; readonly standard: string }): number[] {
    const steps = splitList(this.text(name) ?? range.standard);
    if (steps.length === 0) this.problem(`${name} is empty: use durations such as ${range.standard}`);
    return steps.map((step) => this.#durationOf(name, step, range));
  }

  #durationOf(name: string, text: string, range: { readonly from: number; readonly to: number }): number {
    const length = parseDuration(text);
    if (length !== null && length >= range.from && length <= range.to) return length;
    const remedy =
      length === null ? 'use a duration such as 2s, 10m, 1h, 7d or PT30S' : `use ${range.from} ms to ${range.to} ms`;
    this.problem(`${name} holds "${text}": ${remedy}`);
    return range.from;
  }
}

/** The entries of a comma-separated list, without empty ones. */
export function splitList(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}
