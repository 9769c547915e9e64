export const texts = {
  title: 'Data',
  description: 'Objects, tuples and their history',
}
