import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { DockerfileParser } from 'dockerfile-ast';
import { projectRoot } from '../project-root.js';

const WORKING_FOLDER = '/app';
const SDK_PARTS = 'node_modules/@temporalio/core-bridge/releases';
/** As `uname -m` says it. */
const MACHINES: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64' };

/**
 * Paths under the working folder of an image, computed from the Dockerfile for a build out of this checkout: what
 * `npm run build` has made in dist/ is what the build stage makes, and what package-lock.json does not mark as needed for
 * development only is what the stage `dependencies` installs. The same paths hold in the checkout.
 * @throws when the Dockerfile copies in a way that this does not know
 */
export function imageFiles(target: string): string[] {
  return copiesInto(target).flatMap(({ stage, path }) => {
    if (stage === 'build') return filesUnder(path);
    if (stage === 'dependencies') return path === 'node_modules' ? productionPackages().flatMap(filesOfPackage) : filesUnder(path);
    throw new Error(`${target} copies ${path} from ${stage ?? 'the checkout'}, which is neither build nor dependencies`);
  });
}

interface StageCopy {
  readonly stage: string | null;
  /** Relative to the working folder, the same on both sides. */
  readonly path: string;
}

function copiesInto(target: string): StageCopy[] {
  const dockerfile = DockerfileParser.parse(readFileSync(join(projectRoot, 'Dockerfile'), 'utf8'));
  const start = dockerfile.getFROMs().find((from) => from.getBuildStage() === target)?.getRange()?.start;
  const image = start === undefined ? null : dockerfile.getContainingImage(start);
  if (image === null) throw new Error(`the Dockerfile has no stage ${target}`);
  return image.getCOPYs().map((copy) => {
    const [from = '', to = '', ...more] = copy.getArguments().map((argument) => argument.getValue());
    const path = posix.relative(WORKING_FOLDER, from);
    if (more.length > 0 || to !== `./${path}`) throw new Error(`${copy.getTextContent()}: copy one thing to the path it has in its stage`);
    return { stage: copy.getFromFlag()?.getValue() ?? null, path };
  });
}

interface LockedPackage {
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly optional?: boolean;
}

function productionPackages(): string[] {
  const { packages }: { readonly packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8'));
  return Object.entries(packages).flatMap(([path, { dev, devOptional, optional }]) => {
    const wanted = path !== '' && dev !== true && devOptional !== true;
    // What is optional stands here only where this machine can use it.
    return wanted && (optional !== true || existsSync(join(projectRoot, path))) ? [path] : [];
  });
}

/** Without what is nested in it, which the lock file names itself, and without the native parts the Dockerfile removes. */
function filesOfPackage(path: string): string[] {
  const foreign = (file: string): boolean => file.startsWith(`${SDK_PARTS}/`) && !file.startsWith(`${SDK_PARTS}/${MACHINES[process.arch]}-unknown-linux-gnu/`);
  return filesUnder(path).filter((file) => !file.startsWith(`${path}/node_modules/`) && !foreign(file));
}

function filesUnder(path: string): string[] {
  const here = join(projectRoot, path);
  if (!lstatSync(here).isDirectory()) return [path];
  const entries = readdirSync(here, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => !entry.isDirectory()).map((entry) => posix.join(path, posix.relative(here, posix.join(entry.parentPath, entry.name))));
}
