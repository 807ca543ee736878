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

    /// Finds all tasks that meet a filter.
    fn matching(&self, filter: &dyn Filter) -> Vec<&Task> {
        self.tasks
            .iter()
            .filter(|task| filter.matches(task))
            .collect()
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

/// Where the tasks are kept.
trait Repository {
    fn load(&self) -> Result<TaskStore, Error>;
    fn save(&self, store: &TaskStore) -> Result<(), Error>;
}

/// Keeps the tasks in a JSON file.
struct JsonFileRepository {
    path: PathBuf,
}

impl JsonFileRepository {
    fn new(path: PathBuf) -> Self {
        JsonFileRepository { path }
    }
}

impl Repository for JsonFileRepository {
    fn load(&self) -> Result<TaskStore, Error> {
        TaskStore::load(&self.path)
    }

    fn save(&self, store: &TaskStore) -> Result<(), Error> {
        store.save(&self.path)
    }
}

/// Decides which tasks are shown.
trait Filter {
    fn matches(&self, task: &Task) -> bool;
}

/// Lets only pending tasks through.
struct PendingFilter {
    active: bool,
}

impl Filter for PendingFilter {
    fn matches(&self, task: &Task) -> bool {
        !self.active || !task.done
    }
}

/// Lets only tasks of one priority through.
struct PriorityFilter {
    priority: Option<Priority>,
}

impl Filter for PriorityFilter {
    fn matches(&self, task: &Task) -> bool {
        match self.priority {
            Some(priority) => task.priority == priority,
            None => true,
        }
    }
}

/// Lets only tasks through that all of its filters let through.
struct AllFilter {
    filters: Vec<Box<dyn Filter>>,
}

impl Filter for AllFilter {
    fn matches(&self, task: &Task) -> bool {
        self.filters.iter().all(|filter| filter.matches(task))
    }
}

/// Builds an [`AllFilter`] step by step.
struct FilterBuilder {
    filters: Vec<Box<dyn Filter>>,
}

impl FilterBuilder {
    fn new() -> Self {
        FilterBuilder {
            filters: Vec::new(),
        }
    }

    fn pending(mut self, active: bool) -> Self {
        self.filters.push(Box::new(PendingFilter { active }));
        self
    }

    fn priority(mut self, priority: Option<Priority>) -> Self {
        self.filters.push(Box::new(PriorityFilter { priority }));
        self
    }

    fn build(self) -> AllFilter {
        AllFilter {
            filters: self.filters,
        }
    }
}

/// What a command does to the store.
enum Outcome {
    /// The store is as it was; there is only something to print.
    Unchanged(Vec<String>),
    /// The store has to be saved before the message is printed.
    Changed(String),
}

/// Carries out commands on the tasks of a repository.
struct TaskService<R: Repository> {
    repository: R,
}

impl<R: Repository> TaskService<R> {
    fn new(repository: R) -> Self {
        TaskService { repository }
    }

    fn execute(&self, command: Command) -> Result<Vec<String>, Error> {
        let mut store = self.repository.load()?;
        match Self::dispatch(&mut store, command)? {
            Outcome::Unchanged(lines) => Ok(lines),
            Outcome::Changed(message) => {
                self.repository.save(&store)?;
                Ok(vec![message])
            }
        }
    }

    fn dispatch(store: &mut TaskStore, command: Command) -> Result<Outcome, Error> {
        match command {
            Command::Add { title, priority } => Self::add(store, title, priority),
            Command::List { pending, priority } => Ok(Self::list(store, pending, priority)),
            Command::Edit { id, changes } => Self::edit(store, id, changes),
            Command::Done { id } => Self::done(store, id),
            Command::Remove { id } => Self::remove(store, id),
            Command::Stats => Ok(Self::stats(store)),
        }
    }

    fn add(store: &mut TaskStore, title: String, priority: Priority) -> Result<Outcome, Error> {
        check_title(&title)?;
        let task = store.add(title, priority);
        Ok(Outcome::Changed(Self::describe("Added", task)))
    }

    fn list(store: &TaskStore, pending: bool, priority: Option<Priority>) -> Outcome {
        let filter = FilterBuilder::new()
            .pending(pending)
            .priority(priority)
            .build();
        let mut lines: Vec<String> = store
            .matching(&filter)
            .iter()
            .map(|task| task.to_string())
            .collect();
        if lines.is_empty() {
            lines.push("No tasks.".to_string());
        }
        Outcome::Unchanged(lines)
    }

    fn edit(store: &mut TaskStore, id: u32, changes: Changes) -> Result<Outcome, Error> {
        changes.check()?;
        let task = store.update(id, |task| changes.apply(task))?;
        Ok(Outcome::Changed(Self::describe("Updated", task)))
    }

    fn done(store: &mut TaskStore, id: u32) -> Result<Outcome, Error> {
        let task = store.update(id, |task| task.done = true)?;
        Ok(Outcome::Changed(Self::describe("Completed", task)))
    }

    fn remove(store: &mut TaskStore, id: u32) -> Result<Outcome, Error> {
        store.remove(id)?;
        Ok(Outcome::Changed(format!("Removed task {id}")))
    }

    fn stats(store: &TaskStore) -> Outcome {
        let done = store.tasks.iter().filter(|task| task.done).count();
        let total = store.tasks.len();
        Outcome::Unchanged(vec![format!(
            "{total} tasks, {done} done, {} pending",
            total - done
        )])
    }

    fn describe(verb: &str, task: &Task) -> String {
        format!("{verb} task {}: {}", task.id, task.title)
    }
}

fn main() -> ExitCode {
    let service = TaskService::new(JsonFileRepository::new(data_file()));
    match service.execute(Cli::parse().command) {
        Ok(lines) => {
            for line in lines {
                println!("{line}");
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
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
