export function canonical(id: string): string {
  return id;
}
