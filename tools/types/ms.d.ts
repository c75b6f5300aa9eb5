// Temporal's Duration type comes from a release of `ms` whose package exports hide its types under
// nodenext resolution: without this declaration every duration string would silently become `any`.
declare module 'ms' {
  type Unit =
    | 'Years' | 'Year' | 'Yrs' | 'Yr' | 'Y'
    | 'Weeks' | 'Week' | 'W'
    | 'Days' | 'Day' | 'D'
    | 'Hours' | 'Hour' | 'Hrs' | 'Hr' | 'H'
    | 'Minutes' | 'Minute' | 'Mins' | 'Min' | 'M'
    | 'Seconds' | 'Second' | 'Secs' | 'Sec' | 's'
    | 'Milliseconds' | 'Millisecond' | 'Msecs' | 'Msec' | 'Ms';
  type UnitAnyCase = Unit | Uppercase<Unit> | Lowercase<Unit>;
  export type StringValue = `${number}` | `${number}${UnitAnyCase}` | `${number} ${UnitAnyCase}`;
  export default function ms(value: StringValue): number;
}
