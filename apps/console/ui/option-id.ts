/** What `aria-activedescendant` of an input says of an option in the list below it. */
export function optionId(list: string, index: number): string {
  return `${list}-${index}`
}
