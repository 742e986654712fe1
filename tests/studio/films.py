"""What is in a video file."""

import av


def film_of(path):
    """All that a player is told of a film, and its packets, bit for bit."""
    with av.open(str(path)) as video:
        stream = video.streams.video[0]
        context = stream.codec_context
        look = context.width, context.height, context.pix_fmt, context.colorspace, context.color_primaries
        about = video.metadata, look, context.color_trc, context.color_range, context.extradata
        times = stream.average_rate, stream.time_base, stream.duration, stream.frames
        packets = [
            (bytes(packet), packet.pts, packet.dts, packet.duration, packet.is_keyframe)
            for packet in video.demux(stream)
            if packet.size
        ]
    return (*about, *times), packets
