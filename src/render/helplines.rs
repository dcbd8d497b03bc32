//! The order of helplines: who is looking for one has no time to look for long.

use super::context::{Helpline, HelplineGroup, Helplines};
use super::links::From;
use super::{cards, listing};
use crate::library::{Library, TopicId};
use crate::model::{Need, Word};

/// Helplines as their section lists them: for danger now, then by the regions where they work, and old ones at the end.
pub(super) fn grouped(from: &From<'_>, topics: &[TopicId]) -> Helplines {
    let library = from.renderer.library;
    let shown = |ids: &[TopicId]| -> Vec<Helpline> { ids.iter().filter_map(|id| cards::helpline(from, *id)).collect() };
    let sorted = sorted(library, topics);
    let (danger, others): (Vec<_>, Vec<_>) = sorted.into_iter().partition(|id| is_for_danger(library, *id));
    let mut regions: Vec<HelplineGroup> = Vec::new();
    for same in others.chunk_by(|a, b| regions_of(library, *a) == regions_of(library, *b)) {
        regions.push(HelplineGroup { regions: regions_of(library, same[0]), helplines: shown(same) });
    }
    let old: Vec<TopicId> = topics.iter().copied().filter(|id| library.is_superseded(*id)).collect();
    Helplines { danger: shown(&danger), regions, old: shown(&old) }
}

/// The helplines for somebody who searches for help with their life: for danger now, then for the health of the mind.
pub(super) fn urgent(from: &From<'_>) -> Vec<Helpline> {
    let library = from.renderer.library;
    let is_for_minds =
        |id: TopicId| library.helpline(id).is_some_and(|helpline| helpline.needs.contains(&Need::MentalHealth));
    sorted(library, &listing::reading_order(from, None))
        .into_iter()
        .filter(|id| is_for_danger(library, *id) || is_for_minds(*id))
        .filter_map(|id| cards::helpline(from, id))
        .collect()
}

/// The helplines among some guides that are still to be called: for danger now first, then by region as `site.yaml`
/// lists them, then by need, then as given.
pub(super) fn sorted(library: &Library, topics: &[TopicId]) -> Vec<TopicId> {
    let current = |id: &TopicId| library.helpline(*id).is_some() && !library.is_superseded(*id);
    let mut sorted: Vec<TopicId> = topics.iter().copied().filter(current).collect();
    sorted.sort_by_cached_key(|id| {
        (!is_for_danger(library, *id), ranks(library, *id), regions_of(library, *id), need(library, *id))
    });
    sorted
}

fn is_for_danger(library: &Library, topic: TopicId) -> bool {
    library.helpline(topic).is_some_and(|helpline| helpline.needs.contains(&Need::DangerNow))
}

/// Where a helpline works, in the order of `site.yaml`; what that doesn't name comes after, by the alphabet.
fn regions_of(library: &Library, topic: TopicId) -> Vec<String> {
    let mut regions = library.helpline(topic).map(|helpline| helpline.regions.clone()).unwrap_or_default();
    regions.sort_by(|a, b| (rank(library, a), a).cmp(&(rank(library, b), b)));
    regions.dedup();
    regions
}

/// The places of a helpline's regions in `site.yaml`; one that says none comes after all others.
fn ranks(library: &Library, topic: TopicId) -> Vec<usize> {
    let ranks: Vec<usize> = regions_of(library, topic).iter().map(|region| rank(library, region)).collect();
    if ranks.is_empty() { vec![usize::MAX] } else { ranks }
}

fn rank(library: &Library, region: &str) -> usize {
    let regions = &library.config.regions;
    regions.iter().position(|listed| listed == region).unwrap_or(regions.len())
}

/// The first of a helpline's needs in the order of the closed list.
fn need(library: &Library, topic: TopicId) -> usize {
    let needs = library.helpline(topic).map(|helpline| helpline.needs.as_slice()).unwrap_or_default();
    let place = |need: &Need| Need::WORDS.iter().position(|(_, other)| other == need);
    needs.iter().filter_map(place).min().unwrap_or(Need::WORDS.len())
}
