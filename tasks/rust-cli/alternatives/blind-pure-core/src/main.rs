//! A small task manager for the command line.

use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use serde::{Deserialize, Serialize};

/// The data file, unless TASKS_FILE names another one.
const DEFAULT_FILE: &str = "tasks.json";

#[derive(Parser)]
#[command(name = "tasks", version, about = "Keeps track of your tasks")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Add a task
    Add {
        title: String,
        #[arg(short, long, default_value = "medium")]
        priority: Priority,
    },
    /// List the tasks
    List {
        /// Only the tasks that are not done
        #[arg(long)]
        pending: bool,
        /// Only the tasks of this priority
        #[arg(short, long)]
        priority: Option<Priority>,
    },
    /// Change the title or the priority of a task
    Edit {
        id: u32,
        #[arg(short, long)]
        title: Option<String>,
        #[arg(short, long)]
        priority: Option<Priority>,
    },
    /// Mark a task as done
    Done { id: u32 },
    /// Remove a task
    Remove { id: u32 },
    /// Count the tasks
    Stats,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
enum Priority {
    Low,
    Medium,
    High,
}

impl fmt::Display for Priority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Priority::Low => "low",
            Priority::Medium => "medium",
            Priority::High => "high",
        };
        f.pad(name)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Task {
    id: u32,
    title: String,
    priority: Priority,
    done: bool,
}

impl fmt::Display for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Task {
            id,
            title,
            priority,
            ..
        } = self;
        let mark = if self.done { 'x' } else { ' ' };
        write!(f, "{id:>3} [{mark}] {priority:<6} {title}")
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct TaskStore {
    /// The ID of the next task that is added.
    next_id: u32,
    tasks: Vec<Task>,
}

impl TaskStore {
    fn new() -> Self {
        TaskStore {
            next_id: 1,
            tasks: Vec::new(),
        }
    }

    /// Reads the data file; without one there are no tasks yet.
    fn load(path: &Path) -> Result<Self, String> {
        match fs::read_to_string(path) {
            Ok(text) => serde_json::from_str(&text)
                .map_err(|error| format!("cannot read {}: {error}", path.display())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::new()),
            Err(error) => Err(format!("cannot read {}: {error}", path.display())),
        }
    }

    fn save(&self, path: &Path) -> Result<(), String> {
        let text = serde_json::to_string_pretty(self).map_err(|error| error.to_string())?;
        fs::write(path, text + "\n")
            .map_err(|error| format!("cannot write {}: {error}", path.display()))
    }

    /// Adds a task and returns it.
    fn add(&mut self, title: String, priority: Priority) -> &Task {
        let index = self.tasks.len();
        self.tasks.push(Task {
            id: self.next_id,
            title,
            priority,
            done: false,
        });
        self.next_id += 1;
        &self.tasks[index]
    }

    /// Applies `change` to a task and returns it.
    fn update(&mut self, id: u32, change: impl FnOnce(&mut Task)) -> Option<&Task> {
        let task = self.tasks.iter_mut().find(|task| task.id == id)?;
        change(task);
        Some(task)
    }

    /// Marks a task as done and returns it.
    fn mark_done(&mut self, id: u32) -> Option<&Task> {
        self.update(id, |task| task.done = true)
    }

    /// Removes a task; false if there is no task with this ID.
    fn remove(&mut self, id: u32) -> bool {
        let before = self.tasks.len();
        self.tasks.retain(|task| task.id != id);
        self.tasks.len() < before
    }
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(output) => {
            println!("{output}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Carries out a command and returns what it has to say once all is saved.
fn run(command: Command) -> Result<String, String> {
    let path = data_file();
    let mut store = TaskStore::load(&path)?;
    let output = match command {
        Command::Add { title, priority } => {
            check_title(&title)?;
            let task = store.add(title, priority);
            format!("Added task {}: {}", task.id, task.title)
        }
        Command::List { pending, priority } => {
            let shown = store
                .tasks
                .iter()
                .filter(|task| !(pending && task.done))
                .filter(|task| priority.is_none() || priority == Some(task.priority))
                .map(Task::to_string)
                .collect::<Vec<_>>();
            return Ok(if shown.is_empty() {
                "No tasks.".to_string()
            } else {
                shown.join("\n")
            });
        }
        Command::Edit {
            id,
            title,
            priority,
        } => {
            if title.is_none() && priority.is_none() {
                return Err("nothing to change".to_string());
            }
            title.as_deref().map_or(Ok(()), check_title)?;
            let edited = store.update(id, |task| {
                task.title = title.unwrap_or_else(|| std::mem::take(&mut task.title));
                task.priority = priority.unwrap_or(task.priority);
            });
            let task = edited.ok_or_else(|| not_found(id))?;
            format!("Updated task {}: {}", task.id, task.title)
        }
        Command::Done { id } => {
            let task = store.mark_done(id).ok_or_else(|| not_found(id))?;
            format!("Completed task {}: {}", task.id, task.title)
        }
        Command::Remove { id } => {
            if !store.remove(id) {
                return Err(not_found(id));
            }
            format!("Removed task {id}")
        }
        Command::Stats => {
            let done = store.tasks.iter().filter(|task| task.done).count();
            let total = store.tasks.len();
            return Ok(format!(
                "{total} tasks, {done} done, {} pending",
                total - done
            ));
        }
    };
    store.save(&path)?;
    Ok(output)
}

fn data_file() -> PathBuf {
    std::env::var_os("TASKS_FILE").map_or_else(|| PathBuf::from(DEFAULT_FILE), PathBuf::from)
}

fn check_title(title: &str) -> Result<(), String> {
    if title.trim().is_empty() {
        return Err("the title must not be empty".to_string());
    }
    Ok(())
}

fn not_found(id: u32) -> String {
    format!("no task with ID {id}")
}
