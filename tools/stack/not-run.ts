/** Services whose program cannot be had without containers, and why. */
export const NOT_RUN: Readonly<Record<string, string>> = {
  grafana: 'no registry used here has its program; tests check its provisioning files',
};
