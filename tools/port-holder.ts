import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { promisify } from 'node:util';

export interface PortHolder {
  readonly pid: number;
  readonly command: string;
}

/** The process that listens on a port, or null where that cannot be seen (another user's process, no lsof). */
export async function portHolder(port: number): Promise<PortHolder | null> {
  try {
    return process.platform === 'linux' ? holderFromProc(port) : await holderFromLsof(port);
  } catch {
    return null;
  }
}

const LISTENING = '0A';

function holderFromProc(port: number): PortHolder | null {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const rows = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((path) => readFileSync(path, 'utf8').trim().split('\n').slice(1));
  const columns = rows.map((row) => row.trim().split(/\s+/)).find((row) => row[1]?.endsWith(suffix) && row[3] === LISTENING);
  const socket = `socket:[${columns?.[9]}]`;
  const pid = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).find((name) => openFilesOf(name).includes(socket));
  if (pid === undefined) return null;
  return { pid: Number(pid), command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() };
}

function openFilesOf(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
  } catch {
    return [];
  }
}

async function holderFromLsof(port: number): Promise<PortHolder | null> {
  const { stdout } = await promisify(execFile)('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']);
  const pid = /^p(\d+)$/m.exec(stdout)?.[1];
  return pid === undefined ? null : { pid: Number(pid), command: /^c(.*)$/m.exec(stdout)?.[1] ?? 'unknown' };
}
