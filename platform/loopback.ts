/** True for a host name or address that never leaves this machine (`localhost`, `127.0.0.0/8`, `::1`). */
export function isLoopbackHost(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '');
  if (name === 'localhost' || name.endsWith('.localhost') || name === '::1') return true;
  return /^127(?:\.\d{1,3}){3}$/.test(name);
}

/** The host of `host:port`, `[::1]:port` or a bare host. */
export function hostOf(address: string): string {
  const bracketed = /^\[([^\]]*)\]/.exec(address)?.[1];
  return bracketed ?? address.replace(/:\d*$/, '');
}
