/** The data of the program, as its documentation has it. */

export type Priority = 'low' | 'medium' | 'high';

export interface Task {
  id: number;
  title: string;
  priority: Priority;
  done: boolean;
}

export interface Store {
  next_id: number;
  tasks: Task[];
}
