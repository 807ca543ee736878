//! A small task manager for the command line.

use std::fmt;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
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
        #[command(flatten)]
        changes: Changes,
    },
    /// Mark a task as done
    Done { id: u32 },
    /// Remove a task
    Remove { id: u32 },
    /// Count the tasks
    Stats,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
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

/// What can go wrong; the text is what the user sees after `error: `.
#[derive(Debug)]
enum Error {
    NoTask(u32),
    EmptyTitle,
    NothingToChange,
    Read(PathBuf, io::Error),
    Write(PathBuf, io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NoTask(id) => write!(f, "no task with ID {id}"),
            Error::EmptyTitle => f.write_str("the title must not be empty"),
            Error::NothingToChange => f.write_str("nothing to change"),
            Error::Read(path, error) => write!(f, "cannot read {}: {error}", path.display()),
            Error::Write(path, error) => write!(f, "cannot write {}: {error}", path.display()),
        }
    }
}

/// The changes that `edit` makes; `None` keeps what is there.
#[derive(Args)]
struct Changes {
    /// The new title
    #[arg(short, long)]
    title: Option<String>,
    /// The new priority
    #[arg(short, long)]
    priority: Option<Priority>,
}

impl Changes {
    fn check(&self) -> Result<(), Error> {
        match self {
            Changes {
                title: None,
                priority: None,
            } => Err(Error::NothingToChange),
            Changes {
                title: Some(title), ..
            } => check_title(title),
            _ => Ok(()),
        }
    }

    fn apply(self, task: &mut Task) {
        if let Some(title) = self.title {
            task.title = title;
        }
        if let Some(priority) = self.priority {
            task.priority = priority;
        }
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
    fn load(path: &Path) -> Result<Self, Error> {
        match fs::read_to_string(path) {
            Ok(text) => serde_json::from_str(&text)
                .map_err(|error| Error::Read(path.to_path_buf(), error.into())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::new()),
            Err(error) => Err(Error::Read(path.to_path_buf(), error)),
        }
    }

    fn save(&self, path: &Path) -> Result<(), Error> {
        serde_json::to_string_pretty(self)
            .map_err(io::Error::from)
            .and_then(|text| fs::write(path, text + "\n"))
            .map_err(|error| Error::Write(path.to_path_buf(), error))
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

    /// Changes a task and returns it.
    fn update(&mut self, id: u32, change: impl FnOnce(&mut Task)) -> Result<&Task, Error> {
        let task = self
            .tasks
            .iter_mut()
            .find(|task| task.id == id)
            .ok_or(Error::NoTask(id))?;
        change(task);
        Ok(task)
    }

    /// Removes a task.
    fn remove(&mut self, id: u32) -> Result<(), Error> {
        let index = self
            .tasks
            .iter()
            .position(|task| task.id == id)
            .ok_or(Error::NoTask(id))?;
        self.tasks.remove(index);
        Ok(())
    }
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), Error> {
    let path = data_file();
    let mut store = TaskStore::load(&path)?;
    // The message waits until the data file is saved.
    let message = match command {
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
                .collect::<Vec<_>>();
            if shown.is_empty() {
                println!("No tasks.");
            }
            for task in shown {
                println!("{task}");
            }
            return Ok(());
        }
        Command::Edit { id, changes } => {
            changes.check()?;
            let task = store.update(id, |task| changes.apply(task))?;
            format!("Updated task {}: {}", task.id, task.title)
        }
        Command::Done { id } => {
            let task = store.update(id, |task| task.done = true)?;
            format!("Completed task {}: {}", task.id, task.title)
        }
        Command::Remove { id } => {
            store.remove(id)?;
            format!("Removed task {id}")
        }
        Command::Stats => {
            let done = store.tasks.iter().filter(|task| task.done).count();
            let total = store.tasks.len();
            println!("{total} tasks, {done} done, {} pending", total - done);
            return Ok(());
        }
    };
    store.save(&path)?;
    println!("{message}");
    Ok(())
}

fn data_file() -> PathBuf {
    std::env::var_os("TASKS_FILE").map_or_else(|| PathBuf::from(DEFAULT_FILE), PathBuf::from)
}

fn check_title(title: &str) -> Result<(), Error> {
    if title.trim().is_empty() {
        return Err(Error::EmptyTitle);
    }
    Ok(())
}
