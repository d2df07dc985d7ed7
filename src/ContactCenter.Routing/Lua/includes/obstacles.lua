-- What keeps an agent from an item right now; of several the first in this order. Decides nothing.

local function obstacle(agent, item, profile_fits)
    if not agent or not agent.profile then return 'unknown' end
    if agent.mute then return 'not-responding' end
    if not agent.ready then return 'not-ready' end
    if not profile_fits(agent.profile) then return 'does-not-fit' end
    if item.opens then return 'closed' end
    if is_declined(item, agent.id) then return 'declined' end
    if item.held and item.held ~= agent.id then return 'held-for-other' end
    if agent.offer then return 'has-offer' end
    if could_take(agent, weight_for(agent, item)) then return 'could-take-it' end
    return agent.kept_for and agent.kept_for ~= item.id and 'kept-for-other' or 'no-room'
end
