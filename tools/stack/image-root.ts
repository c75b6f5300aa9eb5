import { copyFileSync, linkSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from '../project-root.js';
import { imageFiles } from './image-files.js';

/**
 * Lays out an image's working folder: what runs from it runs with what the image holds and nothing else, development
 * dependencies of the checkout least of all.
 */
export function layOutImage(target: string, folder: string): void {
  const folders = new Set<string>();
  for (const path of imageFiles(target)) {
    const destination = join(folder, path);
    if (!folders.has(dirname(destination))) mkdirSync(dirname(destination), { recursive: true });
    folders.add(dirname(destination));
    linkOrCopy(join(projectRoot, path), destination);
  }
}

function linkOrCopy(source: string, destination: string): void {
  try {
    linkSync(source, destination);
  } catch {
    copyFileSync(source, destination);
  }
}
